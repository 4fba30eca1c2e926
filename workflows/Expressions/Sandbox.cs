using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Jint;
using Jint.Native.Object;
using Jint.Runtime;

namespace Runbooks.Workflows.Expressions;

/// <summary>Runs JavaScript that sees the scope and nothing else, within bounds. Nothing is left over from one run to the next: each gets a new
/// engine, but programs that leave nothing behind, which share them.</summary>
internal static class Sandbox
{
    private static readonly Options Bounds = MakeBounds();

    /// <returns>Null for undefined.</returns>
    /// <exception cref="ExpressionException">It failed or went beyond its bounds; without a path.</exception>
    public static JsonElement? Run(CompiledExpression expression, ExpressionScope scope)
    {
        try
        {
            var engine = expression.IsTraceless ? SharedEngine.Take(Make) : Make();
            ScopeObjects.Define(engine, expression.References, scope);
            Restrict(engine, expression.References);
            var result = ScriptToJson.Convert(engine.Evaluate(expression.Script));
            if (expression.IsTraceless) SharedEngine.Return(engine, expression.References);
            return result;
        }
        catch (ExpressionException error)
        {
            throw Failed(expression, error.Message, scope);
        }
        catch (Exception error)
        {
            // What runs is the author's program: whatever the interpreter throws, it is that program which failed.
            throw Failed(expression, Reason(error), scope);
        }
    }

    private static ExpressionException Failed(CompiledExpression expression, string reason, ExpressionScope scope) =>
        new("", $"{CompiledExpression.Shown(expression.Text)} failed: {reason}. {ScopeNames.Describe(scope)}");

    private static string Reason(Exception error) => error switch
    {
        JavaScriptException thrown => thrown.Message.TrimEnd('.'),
        StatementsCountOverflowException => "it took more than 1,000,000 statements",
        MemoryLimitExceededException => "it took more than 64 MB of memory, or an array of more than 1,000,000 elements",
        RecursionDepthOverflowException => "it called itself more than 100 deep",
        RegexMatchTimeoutException => "a regular expression took longer than 250 ms",
        TimeoutException => "it took longer than 2 s",
        _ => error.Message.TrimEnd('.'),
    };

    private static Options MakeBounds()
    {
        var options = new Options();
        options.Strict().MaxStatements(1_000_000).LimitMemory(64 << 20).LimitRecursion(100).TimeoutInterval(TimeSpan.FromSeconds(2))
            .RegexTimeoutInterval(TimeSpan.FromMilliseconds(250)).MaxArraySize(1_000_000).DisableStringCompilation()
            .Culture(CultureInfo.InvariantCulture);
        options.Constraints.StackOverflowGuard = true;
        options.Interop.Enabled = false;
        options.TimeZone = TimeZoneInfo.Utc;
        options.TimeSystem = new NoClock();
        return options;
    }

    private static Engine Make()
    {
        var engine = new Engine(Bounds);
        BoundedNatives.ReplaceJoin(engine);
        return engine;
    }

    private static void Restrict(Engine engine, ExpressionReferences references)
    {
        if (references.Names.Contains("Math")) ((ObjectInstance)engine.Global.Get("Math")).RemoveOwnProperty("random");
        if (references.Names.Contains("JSON")) BoundedNatives.ReplaceStringify(engine);
    }
}
