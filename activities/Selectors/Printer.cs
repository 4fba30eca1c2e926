using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Acornima;

namespace Runbooks.Activities.Selectors;

/// <summary>Writes the canonical text: single quotes, one space around operators, no parentheses that change nothing.</summary>
internal static partial class Printer
{
    private const int Tightest = 8;
    private const int Prefix = 7;

    public static string Print(Node node) => node switch
    {
        Node.Text text => Quote(text.Value),
        Node.Number number => number.Value.ToString("R", CultureInfo.InvariantCulture),
        Node.Flag flag => flag.Value ? "true" : "false",
        Node.Missing => "null",
        Node.List list => $"[{string.Join(", ", list.Items.Select(Print))}]",
        Node.Input input => "inputs" + Member(new Node.Text(0, input.Name)),
        Node.Field field => field.Name,
        Node.Tag tag => "tags" + Member(tag.Key),
        Node.HasTag tag => $"{Print(tag.Key)} in tags",
        Node.Reading reading => Reading(reading),
        Node.Not not => "!" + Within(not.Operand, Prefix),
        // Two minus signs in a row would be a decrement.
        Node.Negate negate => "-" + Within(negate.Operand, negate.Operand is Node.Negate ? Tightest : Prefix),
        Node.Pair pair => Pair(pair),
        Node.Call call => Call(call),
        _ => throw new ArgumentOutOfRangeException(nameof(node), node, null),
    };

    public static string Symbol(Operator operation) => operation switch
    {
        Operator.LogicalOr => "||",
        Operator.LogicalAnd => "&&",
        Operator.Equality => "==",
        Operator.Inequality => "!=",
        Operator.LessThan => "<",
        Operator.LessThanOrEqual => "<=",
        Operator.GreaterThan => ">",
        Operator.GreaterThanOrEqual => ">=",
        Operator.Addition => "+",
        Operator.Subtraction => "-",
        Operator.Multiplication => "*",
        Operator.Division => "/",
        _ => "%",
    };

    private static string Pair(Node.Pair pair)
    {
        var strength = Strength(pair);
        return $"{Within(pair.Left, strength)} {Symbol(pair.Operator)} {Within(pair.Right, strength + 1)}";
    }

    private static string Call(Node.Call call)
    {
        if (call.Function == TextFunctions.ToNumber) return $"{call.Function}({Print(call.Subject)})";
        var subject = call.Subject is Node.Number ? $"({Print(call.Subject)})" : Within(call.Subject, Tightest);
        if (call.Function == TextFunctions.Length) return $"{subject}.{call.Function}";
        return $"{subject}.{call.Function}({(call.Argument is { } argument ? Print(argument) : "")})";
    }

    private static string Reading(Node.Reading reading)
    {
        var function = $"{Words.Metrics.Name(reading.Metric)}.{Words.Aggregates.Name(reading.Aggregate)}";
        return reading.Window is { } window ? $"{function}({Print(window)})" : function;
    }

    private static string Within(Node node, int strength) => Strength(node) < strength ? $"({Print(node)})" : Print(node);

    private static int Strength(Node node) => node switch
    {
        Node.Not or Node.Negate => Prefix,
        Node.HasTag => 4,
        Node.Pair { Operator: var operation } => operation switch
        {
            Operator.LogicalOr => 1,
            Operator.LogicalAnd => 2,
            Operator.Equality or Operator.Inequality => 3,
            Operator.Addition or Operator.Subtraction => 5,
            Operator.Multiplication or Operator.Division or Operator.Remainder => 6,
            _ => 4,
        },
        _ => Tightest,
    };

    private static string Member(Node key) =>
        key is Node.Text { Value: var name } && Identifier().IsMatch(name) ? "." + name : $"[{Print(key)}]";

    private static string Quote(string value)
    {
        var text = new StringBuilder("'", value.Length + 2);
        foreach (var letter in value)
        {
            if (letter is '\'' or '\\') text.Append('\\').Append(letter);
            else if (char.IsControl(letter) || char.IsSurrogate(letter) || letter is '\u2028' or '\u2029' or '\uFEFF')
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
            else text.Append(letter);
        }

        return text.Append('\'').ToString();
    }

    [GeneratedRegex(@"^[A-Za-z_$][A-Za-z0-9_$]*\z")]
    private static partial Regex Identifier();
}
