using Acornima;
using Acornima.Ast;

namespace Runbooks.Workflows.Expressions;

/// <summary>Programs that leave nothing behind in the engine that ran them: they compare and put together what the scope gives them, but call,
/// assign, declare and delete nothing. What JavaScript calls for them by itself (<c>toString</c>, <c>valueOf</c>) it calls on values that they
/// made, as none of its own objects has a name here.</summary>
internal static class TracelessScripts
{
    public static bool IsTraceless(Program program, IEnumerable<string> names) =>
        names.All(name => ScopeNames.IsOfScope(name) || name is "undefined" or "NaN" or "Infinity")
        && program.ChildNodes.All(IsTraceless);

    private static bool IsTraceless(Node? node) => node switch
    {
        null => true,
        RegExpLiteral => false,
        Literal or Identifier or TemplateElement => true,
        UnaryExpression { Operator: Operator.Delete } or Property { Kind: not PropertyKind.Init } => false,
        ExpressionStatement or ReturnStatement or EmptyStatement or BlockStatement or IfStatement
            or UnaryExpression or BinaryExpression or ConditionalExpression or ParenthesizedExpression or SequenceExpression
            or MemberExpression or ChainExpression or TemplateLiteral or ArrayExpression or ObjectExpression or Property
            => node is not UpdateExpression && node.ChildNodes.All(IsTraceless),
        _ => false,
    };
}
