using System.Collections.Frozen;
using Acornima;

namespace Runbooks.Activities.Selectors;

/// <summary>Checks types and turns the tree into delegates. Inputs that are not bound yet are checked when they are.</summary>
internal sealed class Compiler
{
    private readonly SelectorSubject subject;

    public Compiler(SelectorSubject subject) => this.subject = subject;

    public static Func<Scope, Truth> Condition(Node root, SelectorSubject subject) => new Compiler(subject).AsCondition(root);

    public Typed Compile(Node node) => node switch
    {
        Node.Text text => new Typed.Text(_ => text.Value, text.Value),
        Node.Number number => new Typed.Number(_ => number.Value),
        Node.Flag flag => new Typed.Condition(_ => flag.Value.AsTruth()),
        Node.Missing => new Typed.Missing(),
        Node.List list => List(list),
        Node.Input => new Typed.Open(),
        Node.Field field => Fields.Find(field, subject),
        Node.Tag tag => tag.Key is Node.Input ? new Typed.Open() : Fields.Tag(Key(tag.Key), tag.At, subject),
        Node.HasTag tag => HasTag(tag),
        Node.Reading reading when subject == SelectorSubject.Storage => throw new SelectorException("Storages have no metrics.", reading.At),
        Node.Reading reading => Readings.Compile(reading),
        Node.Not not => Not(AsCondition(not.Operand)),
        Node.Negate negate => Negate(AsNumber(negate.Operand)),
        Node.Pair { Operator: Operator.LogicalAnd } pair => And(AsCondition(pair.Left), AsCondition(pair.Right)),
        Node.Pair { Operator: Operator.LogicalOr } pair => Or(AsCondition(pair.Left), AsCondition(pair.Right)),
        Node.Pair { Operator: Operator.Addition or Operator.Subtraction or Operator.Multiplication or Operator.Division or Operator.Remainder } pair =>
            Arithmetic(pair.Operator, AsNumber(pair.Left), AsNumber(pair.Right)),
        Node.Pair pair => Comparison.Compile(pair, Compile(pair.Left), Compile(pair.Right)),
        Node.Call call => TextFunctions.Compile(call, this),
        _ => throw new ArgumentOutOfRangeException(nameof(node), node, null),
    };

    public Func<Scope, double> AsNumber(Node node) => Compile(node) switch
    {
        Typed.Number number => number.Of,
        Typed.Open => _ => double.NaN,
        Typed.Text => throw new SelectorException($"A number is wanted, and {Printer.Print(node)} is text; Number(x) reads text as a number.", node.At),
        var other => throw new SelectorException($"A number is wanted, and {Printer.Print(node)} is {other.Noun}.", node.At),
    };

    public static string Key(Node key) => key is Node.Text text
        ? text.Value
        : throw new SelectorException("The name of a tag is text.", key.At);

    private Func<Scope, Truth> AsCondition(Node node) => Compile(node) switch
    {
        Typed.Condition condition => condition.Of,
        Typed.Open => _ => Truth.Unknown,
        Typed.Text => throw new SelectorException(
            $"A condition is wanted, and {Printer.Print(node)} is text; compare it, for example with == 'x' or != null.", node.At),
        var other => throw new SelectorException($"A condition is wanted, and {Printer.Print(node)} is {other.Noun}; compare it with something.", node.At),
    };

    private Typed.Condition HasTag(Node.HasTag tag)
    {
        if (subject != SelectorSubject.Vm) throw new SelectorException("Only VMs have tags.", tag.At);
        if (tag.Key is Node.Input) return new(_ => Truth.Unknown);
        var name = Key(tag.Key);
        return new(scope => Fields.Vm(scope).Tags.ContainsKey(name).AsTruth());
    }

    private static Typed.Literals List(Node.List list)
    {
        var texts = list.Items.OfType<Node.Text>().Select(text => text.Value).ToFrozenSet();
        var numbers = list.Items.Select(Number).OfType<double>().ToFrozenSet();
        var inputs = list.Items.Any(item => item is Node.Input);
        var odd = list.Items.FirstOrDefault(item => item is not (Node.Text or Node.Input) && Number(item) is null);
        if (odd is not null) throw new SelectorException("A list holds text or numbers as they are written, or inputs.", odd.At);
        return texts.Count == 0 || numbers.Count == 0
            ? new(texts, numbers, inputs)
            : throw new SelectorException("A list holds either text or numbers.", list.At);
    }

    private static double? Number(Node item) => item switch
    {
        Node.Number number => number.Value,
        Node.Negate { Operand: Node.Number number } => -number.Value,
        _ => null,
    };

    private static Typed.Condition Not(Func<Scope, Truth> operand) => new(scope => operand(scope).Not());

    private static Typed.Number Negate(Func<Scope, double> operand) => new(scope => -operand(scope));

    /// <summary>Left to right: what is cheap to read is best written first.</summary>
    private static Typed.Condition And(Func<Scope, Truth> left, Func<Scope, Truth> right) => new(scope =>
    {
        var first = left(scope);
        if (first == Truth.False) return Truth.False;
        var second = right(scope);
        return second == Truth.True ? first : second;
    });

    private static Typed.Condition Or(Func<Scope, Truth> left, Func<Scope, Truth> right) => new(scope =>
    {
        var first = left(scope);
        if (first == Truth.True) return Truth.True;
        var second = right(scope);
        return second == Truth.False ? first : second;
    });

    private static Typed.Number Arithmetic(Operator operation, Func<Scope, double> left, Func<Scope, double> right) => operation switch
    {
        Operator.Addition => new(scope => left(scope) + right(scope)),
        Operator.Subtraction => new(scope => left(scope) - right(scope)),
        Operator.Multiplication => new(scope => left(scope) * right(scope)),
        Operator.Division => new(scope => left(scope) / right(scope)),
        _ => new(scope => left(scope) % right(scope)),
    };
}
