using System.Globalization;
using Acornima;

namespace Runbooks.Activities.Selectors;

/// <summary>Comparisons of like with like; what cannot be compared is refused when the selector is read.</summary>
internal static class Comparison
{
    public static Typed.Condition Compile(Node.Pair pair, Typed left, Typed right) => (left, right) switch
    {
        (Typed.Open, _) or (_, Typed.Open) => new(_ => Truth.Unknown),
        (Typed.Number one, Typed.Number other) => Numbers(pair.Operator, one.Of, other.Of),
        (Typed.Span one, Typed.Span other) => Numbers(pair.Operator, one.Of, other.Of),
        (Typed.Span one, Typed.Text other) => Numbers(pair.Operator, one.Of, Ticks(other, pair.Right)),
        (Typed.Text one, Typed.Span other) => Numbers(pair.Operator, Ticks(one, pair.Left), other.Of),
        (Typed.Instant one, Typed.Instant other) => Numbers(pair.Operator, one.Of, other.Of),
        (Typed.Instant one, Typed.Text other) => Numbers(pair.Operator, one.Of, Moment(other, pair.Right)),
        (Typed.Text one, Typed.Instant other) => Numbers(pair.Operator, Moment(one, pair.Left), other.Of),
        (Typed.Text one, Typed.Text other) => Texts(pair.Operator, one.Of, other.Of),
        (Typed.Choice one, Typed.Text other) => Equality(pair, one.Of, Word(other, one, pair.Right)),
        (Typed.Text one, Typed.Choice other) => Equality(pair, Word(one, other, pair.Left), other.Of),
        (Typed.Choice one, Typed.Choice other) => Equality(pair, one.Of, other.Of),
        (Typed.Text or Typed.Missing, Typed.Text or Typed.Missing) => Equality(pair, Optional(left), Optional(right)),
        (Typed.Condition one, Typed.Condition other) => Conditions(pair, one.Of, other.Of),
        (Typed.Missing, _) => throw new SelectorException($"{Printer.Print(pair.Right)} is never null.", pair.At),
        (_, Typed.Missing) => throw new SelectorException($"{Printer.Print(pair.Left)} is never null.", pair.At),
        _ => throw Unlike(pair, left, right),
    };

    /// <summary>The literal, checked to be one of the words that the state can have.</summary>
    public static Func<Scope, string?> Word(Typed.Text text, Typed.Choice choice, Node node)
    {
        if (text.Literal is { } word && !choice.Words.Contains(word))
            throw new SelectorException($"The state is {Words.Or(choice.Words)}; '{word}' is none of them.", node.At);
        return text.Of;
    }

    private static Typed.Condition Numbers(Operator operation, Func<Scope, double> left, Func<Scope, double> right)
    {
        Func<double, double, bool> holds = operation switch
        {
            Operator.Equality => (one, other) => one == other,
            Operator.Inequality => (one, other) => one != other,
            Operator.LessThan => (one, other) => one < other,
            Operator.LessThanOrEqual => (one, other) => one <= other,
            Operator.GreaterThan => (one, other) => one > other,
            _ => (one, other) => one >= other,
        };
        return new(scope =>
        {
            var (one, other) = (left(scope), right(scope));
            return double.IsNaN(one) || double.IsNaN(other) ? Truth.Unknown : holds(one, other).AsTruth();
        });
    }

    /// <summary>As in JavaScript, what is missing equals only what is missing, and stands in no order.</summary>
    private static Typed.Condition Texts(Operator operation, Func<Scope, string?> left, Func<Scope, string?> right)
    {
        Func<string?, string?, bool> holds = operation switch
        {
            Operator.Equality => (one, other) => one == other,
            Operator.Inequality => (one, other) => one != other,
            Operator.LessThan => (one, other) => one is not null && other is not null && string.CompareOrdinal(one, other) < 0,
            Operator.LessThanOrEqual => (one, other) => one is not null && other is not null && string.CompareOrdinal(one, other) <= 0,
            Operator.GreaterThan => (one, other) => one is not null && other is not null && string.CompareOrdinal(one, other) > 0,
            _ => (one, other) => one is not null && other is not null && string.CompareOrdinal(one, other) >= 0,
        };
        return new(scope => holds(left(scope), right(scope)).AsTruth());
    }

    private static Typed.Condition Equality(Node.Pair pair, Func<Scope, string?> left, Func<Scope, string?> right) =>
        pair.Operator is Operator.Equality or Operator.Inequality
            ? Texts(pair.Operator, left, right)
            : throw new SelectorException($"'{Printer.Symbol(pair.Operator)}' does not fit here; compare with == or !=.", pair.At);

    private static Typed.Condition Conditions(Node.Pair pair, Func<Scope, Truth> left, Func<Scope, Truth> right)
    {
        if (pair.Operator is not (Operator.Equality or Operator.Inequality))
            throw new SelectorException($"'{Printer.Symbol(pair.Operator)}' does not fit here; compare with == or !=.", pair.At);
        var equal = pair.Operator == Operator.Equality;
        return new(scope =>
        {
            var (one, other) = (left(scope), right(scope));
            return one == Truth.Unknown || other == Truth.Unknown ? Truth.Unknown : (one == other == equal).AsTruth();
        });
    }

    private static Func<Scope, string?> Optional(Typed value) => value is Typed.Text text ? text.Of : _ => null;

    private static Func<Scope, double> Ticks(Typed.Text text, Node node)
    {
        if (!Duration.TryParse(text.Literal, out var duration))
            throw new SelectorException($"{Printer.Print(node)} is not a duration; write '7d', '12h' or 'P7D'.", node.At);
        return _ => duration.Ticks;
    }

    private static Func<Scope, double> Moment(Typed.Text text, Node node)
    {
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        string[] formats = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];
        if (!DateTimeOffset.TryParseExact(text.Literal, formats, CultureInfo.InvariantCulture, utc, out var moment))
            throw new SelectorException($"{Printer.Print(node)} is not a time; write '2026-01-31' or '2026-01-31T12:00:00Z'.", node.At);
        return _ => moment.UtcTicks;
    }

    private static SelectorException Unlike(Node.Pair pair, Typed left, Typed right)
    {
        var hint = (left, right) switch
        {
            (Typed.Texts or Typed.Literals, _) or (_, Typed.Texts or Typed.Literals) => "ask with .includes(x)",
            (Typed.Text, Typed.Number) or (Typed.Number, Typed.Text) => "put numbers without quotes, and read text as a number with Number(x)",
            _ => "compare like with like",
        };
        return new($"{Printer.Print(pair.Left)} is {left.Noun} and {Printer.Print(pair.Right)} is {right.Noun}; {hint}.", pair.At);
    }
}
