using System.Collections.Immutable;
using Acornima.Ast;

namespace Runbooks.Workflows.Expressions;

/// <summary>Walks a syntax tree for what it reads of the scope. A name that a function declares anywhere is its own throughout.</summary>
internal sealed class ReferenceCollector
{
    private readonly Stack<HashSet<string>> _declared = new();
    private readonly HashSet<string> _inputs = [], _variables = [], _secrets = [];
    private readonly List<StepReference> _steps = [];
    private bool _anyInput, _anyStep, _anyVariable, _item, _index;

    /// <summary>Why the expression is refused although it is JavaScript; null where it is not.</summary>
    public string? Refusal { get; private set; }

    public void Walk(Program program)
    {
        _declared.Push(DeclaredNames.In(program));
        WalkChildren(program);
        _declared.Pop();
    }

    public ExpressionReferences Result(IEnumerable<string> names) => new()
    {
        Inputs = _inputs.ToImmutableSortedSet(StringComparer.Ordinal),
        AnyInput = _anyInput,
        Steps = [.. _steps.DistinctBy(step => step.Id + "\n" + string.Join('\n', step.Path))],
        AnyStep = _anyStep,
        Variables = _variables.ToImmutableSortedSet(StringComparer.Ordinal),
        AnyVariable = _anyVariable,
        Item = _item,
        Index = _index,
        Secrets = _secrets.ToImmutableSortedSet(StringComparer.Ordinal),
        Names = names.ToImmutableSortedSet(StringComparer.Ordinal),
    };

    private void Walk(Node node)
    {
        switch (node)
        {
            case Identifier identifier:
                Record(identifier.Name, [], dynamic: false);
                break;
            case MemberExpression member:
                WalkMember(member);
                break;
            case IFunction function:
                WalkFunction(node, function);
                break;
            case Property { Computed: false } property:
                Walk(property.Value);
                break;
            case LabeledStatement labelled:
                Walk(labelled.Body);
                break;
            case BreakStatement or ContinueStatement or MetaProperty:
                break;
            default:
                RefuseImpure(node);
                WalkChildren(node);
                break;
        }
    }

    private void WalkChildren(Node node)
    {
        foreach (var child in node.ChildNodes)
            if (child is not null) Walk(child);
    }

    private void WalkFunction(Node node, IFunction function)
    {
        if (function.Async) Refusal ??= "async functions have no use here: nothing can be awaited";
        _declared.Push(DeclaredNames.In(node));
        WalkChildren(node);
        _declared.Pop();
    }

    /// <summary>Finds the written-out path of a chain of members from its root name: <c>steps.find.output</c>.</summary>
    private void WalkMember(MemberExpression member)
    {
        List<string?> path = [];
        Node root = member;
        while (root is MemberExpression or ChainExpression)
        {
            if (root is ChainExpression chain)
            {
                root = chain.Expression;
                continue;
            }

            var link = (MemberExpression)root;
            path.Add(NameOf(link));
            if (link.Computed) Walk(link.Property);
            root = link.Object;
        }

        path.Reverse();
        if (root is Identifier identifier)
            Record(identifier.Name, [.. path.TakeWhile(name => name is not null).Select(name => name!)], dynamic: path[0] is null);
        else
            Walk(root);
    }

    private static string? NameOf(MemberExpression member) => member switch
    {
        { Computed: false, Property: Identifier name } => name.Name,
        { Computed: true, Property: StringLiteral text } => text.Value,
        { Computed: true, Property: NumericLiteral number } => number.Raw,
        _ => null,
    };

    private void Record(string root, ImmutableArray<string> path, bool dynamic)
    {
        if (_declared.Any(names => names.Contains(root))) return;
        var name = path.IsEmpty ? null : path[0];
        switch (root)
        {
            case "inputs": Add(_inputs, name, ref _anyInput); break;
            case "vars": Add(_variables, name, ref _anyVariable); break;
            case "item": _item = true; break;
            case "index": _index = true; break;
            case "steps" when name is null: _anyStep = true; break;
            case "steps": _steps.Add(new StepReference(name, path[1..])); break;
            case "secrets": RecordSecret(name); break;
            case "Math" when dynamic || name is "random": Refusal ??= "Math.random is not available: the same run must give the same result"; break;
            case "Date" when dynamic || name is "now": Refusal ??= "Date.now is not available; use now, the time of the event"; break;
        }
    }

    private static void Add(HashSet<string> names, string? name, ref bool any)
    {
        if (name is null) any = true;
        else names.Add(name);
    }

    private void RecordSecret(string? name)
    {
        if (name is null || !SecretReference.IsName(name)) Refusal ??= "a secret is named in the text: secrets.name or secrets['name']";
        else _secrets.Add(name);
    }

    private void RefuseImpure(Node node)
    {
        Refusal ??= node switch
        {
            NewExpression { Callee: Identifier { Name: "Date" }, Arguments.Count: 0 } => "new Date() is not available; use new Date(now)",
            CallExpression { Callee: Identifier { Name: "Date" } } => "Date() is not available; use now, the time of the event",
            ImportExpression => "modules cannot be imported",
            AwaitExpression => "nothing can be awaited here",
            _ => null,
        };
    }
}
