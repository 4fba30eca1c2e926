using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.IO.Enumeration;

namespace Runbooks.Activities.Selectors;

/// <summary>Functions of text and of lists. What is missing has no property: every question about it is answered no.</summary>
internal static class TextFunctions
{
    public const string Length = "length";
    public const string ToNumber = "Number";
    private const string Includes = "includes";
    private const string Matches = "matches";

    private static readonly FrozenDictionary<string, Func<string, string, bool>> Questions = new Dictionary<string, Func<string, string, bool>>
    {
        ["startsWith"] = (text, part) => text.StartsWith(part, StringComparison.Ordinal),
        ["endsWith"] = (text, part) => text.EndsWith(part, StringComparison.Ordinal),
        [Includes] = (text, part) => text.Contains(part, StringComparison.Ordinal),
        [Matches] = (text, glob) => FileSystemName.MatchesSimpleExpression(glob, text, ignoreCase: false),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Func<string, string>> Changes = new Dictionary<string, Func<string, string>>
    {
        ["toLowerCase"] = text => text.ToLowerInvariant(),
        ["toUpperCase"] = text => text.ToUpperInvariant(),
    }.ToFrozenDictionary();

    /// <summary>The functions that are written after a dot.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Questions.Keys, .. Changes.Keys];

    public static Typed Compile(Node.Call call, Compiler compiler)
    {
        var subject = compiler.Compile(call.Subject);
        var argument = call.Argument is { } given ? compiler.Compile(given) : null;
        if (Questions.ContainsKey(call.Function) == argument is null && call.Function is not (Length or ToNumber)) throw Arguments(call);
        return (call.Function, subject) switch
        {
            (Length or ToNumber, Typed.Open) => new Typed.Number(_ => double.NaN),
            (_, Typed.Open) => Changes.ContainsKey(call.Function) ? new Typed.Open() : new Typed.Condition(_ => Truth.Unknown),
            (ToNumber, Typed.Text text) => new Typed.Number(scope => Parse(text.Of(scope))),
            (Length, Typed.Text text) => new Typed.Number(scope => text.Of(scope)?.Length ?? double.NaN),
            (Length, Typed.Texts texts) => new Typed.Number(scope => texts.Of(scope).Length),
            (Includes, Typed.Literals list) => In(list, argument!, call),
            (Includes, Typed.Texts texts) => Any(texts.Of, string.Equals, argument!, call),
            (Matches, Typed.Texts texts) => Any(texts.Of, Questions[Matches], argument!, call),
            (not (Length or ToNumber), Typed.Text text) => OfText(text, argument, call),
            _ => throw new SelectorException($"'{call.Function}' does not fit: {Printer.Print(call.Subject)} is {subject.Noun}.", call.At),
        };
    }

    private static Typed OfText(Typed.Text text, Typed? argument, Node.Call call)
    {
        if (Changes.TryGetValue(call.Function, out var change))
            return new Typed.Text(scope => text.Of(scope) is { } value ? change(value) : null);
        if (argument is Typed.Open) return new Typed.Condition(_ => Truth.Unknown);
        var (question, part) = (Questions[call.Function], Text(argument!, call));
        return new Typed.Condition(scope => (text.Of(scope) is { } one && part(scope) is { } other && question(one, other)).AsTruth());
    }

    private static Typed.Condition Any(
        Func<Scope, ImmutableArray<string>> texts, Func<string, string, bool> question, Typed argument, Node.Call call)
    {
        if (argument is Typed.Open) return new(_ => Truth.Unknown);
        var part = Text(argument, call);
        return new(scope => (part(scope) is { } wanted && texts(scope).Any(text => question(text, wanted))).AsTruth());
    }

    private static Typed.Condition In(Typed.Literals list, Typed argument, Node.Call call) => argument switch
    {
        Typed.Open => new(_ => Truth.Unknown),
        _ when list.HasInputs => new(_ => Truth.Unknown),
        _ when list.Words.Count + list.Figures.Count == 0 => new(_ => Truth.False),
        Typed.Text text when list.Figures.Count == 0 => new(scope => (text.Of(scope) is { } value && list.Words.Contains(value)).AsTruth()),
        Typed.Choice choice when list.Figures.Count == 0 => OneOf(list, choice, call),
        Typed.Number number when list.Words.Count == 0 => new(scope => In(list.Figures, number.Of(scope))),
        _ => throw new SelectorException(
            $"{Printer.Print(call.Argument!)} is {argument.Noun}, and the list holds {(list.Figures.Count > 0 ? "numbers" : "text")}.", call.At),
    };

    private static Typed.Condition OneOf(Typed.Literals list, Typed.Choice choice, Node.Call call)
    {
        foreach (var word in list.Words) Comparison.Word(new Typed.Text(_ => word, word), choice, call.Subject);
        return new(scope => list.Words.Contains(choice.Of(scope)).AsTruth());
    }

    private static Truth In(FrozenSet<double> numbers, double value) =>
        double.IsNaN(value) ? Truth.Unknown : numbers.Contains(value).AsTruth();

    private static Func<Scope, string?> Text(Typed argument, Node.Call call) => argument is Typed.Text text
        ? text.Of
        : throw new SelectorException($"'{call.Function}' takes text, and {Printer.Print(call.Argument!)} is {argument.Noun}.", call.Argument!.At);

    private static double Parse(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;

    private static SelectorException Arguments(Node.Call call) => call.Argument is null
        ? new($"Say what: {call.Function}('x').", call.At)
        : new($"'{call.Function}' takes nothing in its parentheses.", call.At);
}
