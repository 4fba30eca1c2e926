using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Runbooks.Activities.Selectors;

/// <summary>A compiled part of a selector: what it is, and how it is read from a subject.</summary>
/// <param name="Noun">What it is, for errors.</param>
internal abstract record Typed(string Noun)
{
    public sealed record Condition(Func<Scope, Truth> Of) : Typed("a condition");

    /// <param name="Of">Not a number where it is not known.</param>
    public sealed record Number(Func<Scope, double> Of) : Typed("a number");

    /// <param name="Of">Null where it is missing.</param>
    /// <param name="Literal">The text itself, where it was written out.</param>
    public sealed record Text(Func<Scope, string?> Of, string? Literal = null) : Typed("text");

    /// <summary>One of a few words, such as a power state.</summary>
    public sealed record Choice(Func<Scope, string> Of, IReadOnlyList<string> Words) : Typed("a state");

    /// <param name="Of">Ticks since the year 1, UTC; not a number where it is not known.</param>
    public sealed record Instant(Func<Scope, double> Of) : Typed("a time");

    /// <param name="Of">Ticks; not a number where it is not known.</param>
    public sealed record Span(Func<Scope, double> Of) : Typed("a duration");

    public sealed record Texts(Func<Scope, ImmutableArray<string>> Of) : Typed("a list of text");

    public sealed record Literals(FrozenSet<string> Words, FrozenSet<double> Figures, bool HasInputs) : Typed("a list");

    public sealed record Missing() : Typed("missing");

    /// <summary>An input that is not bound yet: it may become anything.</summary>
    public sealed record Open() : Typed("an input");
}
