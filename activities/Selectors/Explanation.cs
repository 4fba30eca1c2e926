using Acornima;

namespace Runbooks.Activities.Selectors;

/// <summary>Evaluates the comparisons of a selector one by one, so that people see what the answer came of.</summary>
internal static class Explanation
{
    public static IReadOnlyList<SelectorComparison> Of(Node root, SelectorSubject subject, Scope scope) =>
        [.. root.All().OfType<Node.Pair>().Where(IsComparison).Select(pair => Of(pair, new Compiler(subject), scope))];

    public static bool IsComparison(Node.Pair pair) => pair.Operator
        is Operator.Equality or Operator.Inequality
        or Operator.LessThan or Operator.LessThanOrEqual or Operator.GreaterThan or Operator.GreaterThanOrEqual;

    private static SelectorComparison Of(Node.Pair pair, Compiler compiler, Scope scope)
    {
        var (left, right) = (compiler.Compile(pair.Left), compiler.Compile(pair.Right));
        var truth = Comparison.Compile(pair, left, right).Of(scope);
        var metric = pair.All().OfType<Node.Reading>().Select(MetricUse.Of).FirstOrDefault();
        return new SelectorComparison(
            Printer.Print(pair), metric, Number(left, pair.Left, scope), Number(right, pair.Right, scope), truth == Truth.Unknown ? null : truth == Truth.True);
    }

    private static double? Number(Typed value, Node node, Scope scope)
    {
        var number = value switch
        {
            Typed.Number one => one.Of(scope),
            Typed.Span one => one.Of(scope) / TimeSpan.TicksPerSecond,
            Typed.Text when node is Node.Text text && Duration.TryParse(text.Value, out var duration) => duration.TotalSeconds,
            _ => double.NaN,
        };
        return double.IsFinite(number) ? number : null;
    }
}
