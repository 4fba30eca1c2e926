using Acornima;

namespace Runbooks.Activities.Selectors;

/// <summary>The syntax tree of a selector: all that the language has.</summary>
/// <param name="At">Offset into the text, for errors.</param>
internal abstract record Node(int At)
{
    public sealed record Text(int At, string Value) : Node(At);

    public sealed record Number(int At, double Value) : Node(At);

    public sealed record Flag(int At, bool Value) : Node(At);

    /// <summary><c>null</c> or <c>undefined</c>: what a missing tag equals.</summary>
    public sealed record Missing(int At) : Node(At);

    public sealed record List(int At, IReadOnlyList<Node> Items) : Node(At);

    public sealed record Input(int At, string Name) : Node(At);

    public sealed record Field(int At, string Name) : Node(At);

    /// <param name="Key">A text or an input.</param>
    public sealed record Tag(int At, Node Key) : Node(At);

    /// <summary><c>'x' in tags</c>.</summary>
    public sealed record HasTag(int At, Node Key) : Node(At);

    /// <param name="Window">A text or an input; null for <see cref="Aggregate.Now"/>.</param>
    public sealed record Reading(int At, Metric Metric, Aggregate Aggregate, Node? Window) : Node(At);

    public sealed record Not(int At, Node Operand) : Node(At);

    public sealed record Negate(int At, Node Operand) : Node(At);

    public sealed record Pair(int At, Operator Operator, Node Left, Node Right) : Node(At);

    /// <summary><c>subject.function(argument)</c>, or <c>subject.length</c>, or <c>Number(subject)</c>.</summary>
    public sealed record Call(int At, Node Subject, string Function, Node? Argument) : Node(At);

    public IEnumerable<Node> All() => Children().SelectMany(child => child.All()).Prepend(this);

    private IEnumerable<Node> Children() => this switch
    {
        List list => list.Items,
        Tag tag => [tag.Key],
        HasTag tag => [tag.Key],
        Reading { Window: { } window } => [window],
        Not not => [not.Operand],
        Negate negate => [negate.Operand],
        Pair pair => [pair.Left, pair.Right],
        Call { Argument: { } argument } call => [call.Subject, argument],
        Call call => [call.Subject],
        _ => [],
    };
}
