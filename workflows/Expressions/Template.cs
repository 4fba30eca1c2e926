using System.Text.Json;

namespace Runbooks.Workflows.Expressions;

/// <summary>JSON values whose strings may carry <c>${ … }</c>.</summary>
public static class Template
{
    /// <summary>Whether any string in the value carries an expression.</summary>
    public static bool HasExpressions(JsonElement value) => throw new NotImplementedException($"{value}");

    /// <summary>The value with its expressions replaced. A string that is one expression whole becomes what it evaluates to, of any
    /// type; within text, values are written into it. A property that evaluates to undefined is left out. <c>secrets.x</c> gives a reference,
    /// never the value.</summary>
    /// <exception cref="ExpressionException">Broken, or beyond the bounds of time, memory or recursion.</exception>
    public static JsonElement Evaluate(JsonElement value, ExpressionScope scope) => throw new NotImplementedException($"{value}{scope}");

    /// <summary>Runs a script (<c>flow.script</c>): a function body over the scope's names; what it returns is the output.</summary>
    public static JsonElement? RunScript(string script, ExpressionScope scope) => throw new NotImplementedException($"{script}{scope}");
}
