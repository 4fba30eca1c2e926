using Acornima;
using Acornima.Ast;

namespace Runbooks.Activities.Selectors;

/// <summary>Reads JavaScript and lets through what is a selector. Knows shapes; names and types are the <see cref="Compiler"/>'s.</summary>
internal static class SyntaxReader
{
    private const int LongestText = 32 * 1024;
    private const int DeepestNesting = 200;

    public static Node Read(string text)
    {
        if (string.IsNullOrWhiteSpace(text)) throw new SelectorException("The selector is empty; write true to choose everything.", 0);
        if (text.Length > LongestText) throw new SelectorException($"The selector is longer than {LongestText} characters.", LongestText);
        try
        {
            return Read(new Parser().ParseExpression(text, strict: true), 0);
        }
        catch (ParseErrorException error)
        {
            throw new SelectorException($"{error.Error.Description}. {Refusal.Allowed}", Math.Clamp(error.Error.Index, 0, text.Length));
        }
        catch (InsufficientExecutionStackException)
        {
            throw TooDeep(0);
        }
    }

    private static Node Read(Expression expression, int depth)
    {
        if (depth > DeepestNesting) throw TooDeep(expression.Start);
        return expression switch
        {
            StringLiteral text => new Node.Text(text.Start, text.Value),
            NumericLiteral number => double.IsFinite(number.Value)
                ? new Node.Number(number.Start, number.Value)
                : throw new SelectorException("The number is too large.", number.Start),
            BooleanLiteral flag => new Node.Flag(flag.Start, flag.Value),
            NullLiteral => new Node.Missing(expression.Start),
            Identifier name => Name(name),
            MemberExpression { Optional: false } member => Member(member, depth),
            CallExpression { Optional: false } call => Call(call, depth),
            ArrayExpression list => new Node.List(list.Start, [.. list.Elements.Select(item => Item(item, list, depth))]),
            UnaryExpression { Operator: Operator.LogicalNot } not => new Node.Not(not.Start, Read(not.Argument, depth + 1)),
            UnaryExpression { Operator: Operator.UnaryNegation } minus => new Node.Negate(minus.Start, Read(minus.Argument, depth + 1)),
            BinaryExpression pair => Pair(pair, depth),
            _ => throw Refusal.Of(expression),
        };
    }

    private static Node Name(Identifier name) =>
        name.Name == "undefined" ? new Node.Missing(name.Start) : new Node.Field(name.Start, name.Name);

    private static Node Item(Expression? item, ArrayExpression list, int depth) =>
        item is null ? throw new SelectorException("The list has a gap.", list.Start) : Read(item, depth + 1);

    private static Node Pair(BinaryExpression pair, int depth)
    {
        if (pair is { Operator: Operator.In, Right: Identifier { Name: "tags" } })
            return new Node.HasTag(pair.Start, Key(pair.Left, depth));
        Operator? operation = pair.Operator switch
        {
            Operator.StrictEquality => Operator.Equality,
            Operator.StrictInequality => Operator.Inequality,
            Operator.LogicalAnd or Operator.LogicalOr or Operator.Equality or Operator.Inequality
                or Operator.LessThan or Operator.LessThanOrEqual or Operator.GreaterThan or Operator.GreaterThanOrEqual
                or Operator.Addition or Operator.Subtraction or Operator.Multiplication or Operator.Division
                or Operator.Remainder => pair.Operator,
            _ => null,
        };
        return operation is { } known
            ? new Node.Pair(pair.Start, known, Read(pair.Left, depth + 1), Read(pair.Right, depth + 1))
            : throw Refusal.Of(pair);
    }

    private static Node Member(MemberExpression member, int depth)
    {
        var root = (member.Object as Identifier)?.Name;
        if (root == "tags") return new Node.Tag(member.Start, Property(member, depth));
        if (root == "inputs")
        {
            return Property(member, depth) is Node.Text name
                ? new Node.Input(member.Start, name.Value)
                : throw new SelectorException("An input is named as it is: inputs.x or inputs['x'].", member.Start);
        }

        if (member.Computed || member.Property is not Identifier property) throw Refusal.Of(member);
        if (Words.Metrics.All.Contains(root)) return Reading(member, root!, property.Name, null);
        if (property.Name == TextFunctions.Length)
            return new Node.Call(member.Start, Read(member.Object, depth + 1), TextFunctions.Length, null);
        throw Refusal.Property(member.Object, property);
    }

    private static Node Call(CallExpression call, int depth)
    {
        if (call.Arguments.Count > 1) throw new SelectorException("A function takes one argument here.", call.Arguments[1].Start);
        var argument = call.Arguments.Count == 1 ? call.Arguments[0] : null;
        if (call.Callee is Identifier { Name: TextFunctions.ToNumber } && argument is not null)
            return new Node.Call(call.Start, Read(argument, depth + 1), TextFunctions.ToNumber, null);
        if (call.Callee is not MemberExpression { Computed: false, Optional: false, Property: Identifier function } callee)
            throw Refusal.Of(call);
        if (callee.Object is Identifier { Name: var root } && Words.Metrics.All.Contains(root))
            return Reading(callee, root, function.Name, argument is null ? null : Key(argument, depth), called: true);
        return TextFunctions.Names.Contains(function.Name)
            ? new Node.Call(function.Start, Read(callee.Object, depth + 1), function.Name, argument is null ? null : Read(argument, depth + 1))
            : throw Refusal.Function(function);
    }

    private static Node.Reading Reading(MemberExpression member, string metric, string function, Node? window, bool called = false)
    {
        Words.Metrics.TryFind(metric, out var read);
        if (!Words.Aggregates.TryFind(function, out var aggregate))
            throw Refusal.MetricFunction(metric, function, member.Property.Start);
        var wanted = aggregate == Aggregate.Now ? !called : window is not null;
        return wanted ? new Node.Reading(member.Start, read, aggregate, window) : throw Refusal.Window(metric, function, member.Start);
    }

    private static Node Property(MemberExpression member, int depth) => member switch
    {
        { Computed: false, Property: Identifier name } => new Node.Text(name.Start, name.Name),
        { Computed: true } => Key(member.Property, depth),
        _ => throw Refusal.Of(member),
    };

    private static Node Key(Expression expression, int depth)
    {
        var key = Read(expression, depth + 1);
        return key is Node.Text or Node.Input ? key : throw new SelectorException("Text in quotes, or an input, is wanted here.", expression.Start);
    }

    private static SelectorException TooDeep(int position) =>
        new($"The selector is nested more than {DeepestNesting} levels deep; many values are better asked as ['a', 'b'].includes(x).", position);
}
