using System.Collections.Immutable;

namespace Runbooks.Workflows.Expressions;

/// <summary>What an expression reads, from its syntax tree.</summary>
public sealed record ExpressionReferences
{
    public static readonly ExpressionReferences None = new();

    public ImmutableSortedSet<string> Inputs { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary><c>inputs</c> is used as a whole, or by a computed name.</summary>
    public bool AnyInput { get; init; }

    public ImmutableArray<StepReference> Steps { get; init; } = [];

    /// <summary><c>steps</c> is used as a whole, or by a computed name.</summary>
    public bool AnyStep { get; init; }

    public ImmutableSortedSet<string> Variables { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary><c>vars</c> is used as a whole, or by a computed name.</summary>
    public bool AnyVariable { get; init; }

    public bool Item { get; init; }

    public bool Index { get; init; }

    public ImmutableSortedSet<string> Secrets { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Names used but not declared: those of the scope and those of JavaScript.</summary>
    public ImmutableSortedSet<string> Names { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);
}

/// <param name="Path">The members read, as far as they are written out: <c>output</c>, <c>vms</c>.</param>
public sealed record StepReference(string Id, ImmutableArray<string> Path);
