using Acornima;
using Acornima.Ast;

namespace Runbooks.Activities.Selectors;

/// <summary>Sentences for what is JavaScript and not a selector.</summary>
internal static class Refusal
{
    public const string Allowed =
        "A selector may use fields, tags.x, inputs.x, metrics such as cpu.now and cpu.avg('5m'), == != < <= > >=, && || !, + - * / %, "
        + "lists such as ['a', 'b'].includes(x), 'x' in tags, Number(x), and startsWith, endsWith, includes, matches, toLowerCase, "
        + "toUpperCase and length of text.";

    public static SelectorException Of(Expression expression) => new($"{Reason(expression)} {Allowed}", expression.Start);

    public static SelectorException Property(Expression subject, Identifier property) =>
        subject is Identifier { Name: var name }
            ? new($"'{name}' has no '{property.Name}'. {Allowed}", property.Start)
            : new($"There is no '{property.Name}' here. {Allowed}", property.Start);

    public static SelectorException Function(Identifier function) =>
        new($"There is no function '{function.Name}'.{Words.Suggestion(function.Name, TextFunctions.Names)} {Allowed}", function.Start);

    public static SelectorException MetricFunction(string metric, string function, int position) =>
        new($"'{metric}' has no '{function}'; it has {metric}.now, {metric}.avg('5m'), {metric}.max('5m'), {metric}.p95('5m') and {metric}.deviation('14d').", position);

    public static SelectorException Window(string metric, string function, int position) => function == "now"
        ? new($"Write {metric}.now without parentheses; it has no window.", position)
        : new($"Say over which time: {metric}.{function}('5m').", position);

    private static string Reason(Expression expression) => expression switch
    {
        AssignmentExpression => "'=' would assign; compare with '=='.",
        ChainExpression => "'?.' is not needed: a missing tag is no error.",
        TemplateLiteral => "Write text in single or double quotes.",
        RegExpLiteral => "Regular expressions are not allowed; write name.matches('web-*').",
        BinaryExpression { Operator: Operator.In } => "'in' asks only for tags ('x' in tags); write ['a', 'b'].includes(x) for lists.",
        BinaryExpression { Operator: Operator.BitwiseAnd } => "Write '&&' for and.",
        BinaryExpression { Operator: Operator.BitwiseOr } => "Write '||' for or.",
        _ => $"This is not allowed in a selector ({Spelled(expression.Type)}).",
    };

    /// <summary>ArrowFunctionExpression → arrow function expression.</summary>
    private static string Spelled(NodeType type) =>
        string.Concat(type.ToString().Select((letter, at) => char.IsUpper(letter) ? (at == 0 ? "" : " ") + char.ToLowerInvariant(letter) : $"{letter}"));
}
