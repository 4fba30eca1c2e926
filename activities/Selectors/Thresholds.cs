namespace Runbooks.Activities.Selectors;

/// <summary>The number that a metric is compared with, and how the same condition reads with another.</summary>
internal static class Thresholds
{
    public static double? Of(Node root) => Find(root) is { } found ? Value(found.Number) : null;

    public static Node? Replace(Node root, double threshold)
    {
        if (Find(root) is not { } found) return null;
        Node size = new Node.Number(found.Number.At, Math.Abs(threshold));
        var number = double.IsNegative(threshold) ? new Node.Negate(size.At, size) : size;
        var changed = ReferenceEquals(found.Pair.Left, found.Number) ? found.Pair with { Left = number } : found.Pair with { Right = number };
        return Replace(root, found.Pair, changed);
    }

    private static (Node.Pair Pair, Node Number)? Find(Node root)
    {
        var found = root.All().OfType<Node.Pair>().Where(Explanation.IsComparison).Select(pair => (pair, Number(pair)))
            .Where(one => one.Item2 is not null).Take(2).ToList();
        return found is [var (pair, number)] ? (pair, number!) : null;
    }

    private static Node? Number(Node.Pair pair) => (IsNumber(pair.Left), IsNumber(pair.Right)) switch
    {
        (false, true) when pair.Left.All().OfType<Node.Reading>().Any() => pair.Right,
        (true, false) when pair.Right.All().OfType<Node.Reading>().Any() => pair.Left,
        _ => null,
    };

    private static bool IsNumber(Node node) => node is Node.Number or Node.Negate { Operand: Node.Number };

    private static double Value(Node node) => node is Node.Negate { Operand: Node.Number size } ? -size.Value : ((Node.Number)node).Value;

    /// <summary>Comparisons stand under logic alone: numbers and text have none in them.</summary>
    private static Node Replace(Node node, Node.Pair wanted, Node.Pair changed) => node switch
    {
        _ when ReferenceEquals(node, wanted) => changed,
        Node.Not not => not with { Operand = Replace(not.Operand, wanted, changed) },
        Node.Pair pair => pair with { Left = Replace(pair.Left, wanted, changed), Right = Replace(pair.Right, wanted, changed) },
        _ => node,
    };
}
