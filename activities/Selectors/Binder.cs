using System.Text.Json;

namespace Runbooks.Activities.Selectors;

/// <summary>Puts literals in the place of inputs.</summary>
internal static class Binder
{
    public static Node Bind(Node node, IReadOnlyDictionary<string, JsonElement> inputs)
    {
        Node Go(Node child) => Bind(child, inputs);
        return node switch
        {
            Node.Input input => inputs.TryGetValue(input.Name, out var value)
                ? Literal(value, input)
                : throw new SelectorException($"The input '{input.Name}' has no value.", input.At),
            Node.List list => list with { Items = [.. list.Items.Select(Go)] },
            Node.Tag tag => tag with { Key = Go(tag.Key) },
            Node.HasTag tag => tag with { Key = Go(tag.Key) },
            Node.Reading { Window: { } window } reading => reading with { Window = Go(window) },
            Node.Not not => not with { Operand = Go(not.Operand) },
            Node.Negate negate => negate with { Operand = Go(negate.Operand) },
            Node.Pair pair => pair with { Left = Go(pair.Left), Right = Go(pair.Right) },
            Node.Call call => call with { Subject = Go(call.Subject), Argument = call.Argument is { } argument ? Go(argument) : null },
            _ => node,
        };
    }

    private static Node Literal(JsonElement value, Node.Input input) => value.ValueKind switch
    {
        JsonValueKind.String => new Node.Text(input.At, value.GetString()!),
        JsonValueKind.Number => Number(value.GetDouble(), input),
        JsonValueKind.True or JsonValueKind.False => new Node.Flag(input.At, value.GetBoolean()),
        JsonValueKind.Null => new Node.Missing(input.At),
        JsonValueKind.Array => new Node.List(input.At, [.. value.EnumerateArray().Select(item => Literal(item, input))]),
        _ => throw new SelectorException(
            $"The input '{input.Name}' is an object; a selector takes text, numbers, true, false, null and lists of them.", input.At),
    };

    private static Node Number(double value, Node.Input input)
    {
        if (!double.IsFinite(value)) throw new SelectorException($"The input '{input.Name}' is too large a number.", input.At);
        Node size = new Node.Number(input.At, Math.Abs(value));
        return double.IsNegative(value) ? new Node.Negate(input.At, size) : size;
    }
}
