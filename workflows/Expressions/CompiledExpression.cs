using Acornima;
using Acornima.Ast;
using Jint;

namespace Runbooks.Workflows.Expressions;

/// <summary>An expression or script, read and checked once; safe to run from several threads.</summary>
/// <param name="Path">Set where the expression only reads a member, which needs no JavaScript.</param>
/// <param name="IsTraceless">Nothing of it is left in an engine that ran it (<see cref="TracelessScripts"/>).</param>
internal sealed record CompiledExpression(string Text, Prepared<Script> Script, ExpressionReferences References, MemberPath? Path, bool IsTraceless)
{
    public const int LongestText = 64 * 1024;

    private static readonly BoundedCache<CompiledExpression> Expressions = new(text => Compile(text, isScript: false));
    private static readonly BoundedCache<CompiledExpression> Scripts = new(text => Compile(text, isScript: true));

    private static readonly ScriptPreparationOptions Options = new()
    {
        CollectReferencedGlobals = true,
        ParsingOptions = new ScriptParsingOptions { AllowReturnOutsideFunction = true },
    };

    /// <summary>The interpreter reads all time zones of the system at its first use, of which no script can see any.</summary>
    static CompiledExpression() => TimeZoneInfo.ClearCachedData();

    /// <exception cref="ExpressionException">Not JavaScript, or not allowed here; without a path.</exception>
    public static CompiledExpression Expression(string text) => Expressions.Get(text);

    /// <exception cref="ExpressionException">Not JavaScript, or not allowed here; without a path.</exception>
    public static CompiledExpression FunctionBody(string text) => Scripts.Get(text);

    private static CompiledExpression Compile(string text, bool isScript)
    {
        if (text.Length > LongestText) throw Broken(text, $"it is longer than {LongestText / 1024} KB");
        try
        {
            // The parentheses make an object literal an expression; parsed without them first, so that nothing can close them.
            if (!isScript) new Parser().ParseExpression(text, strict: true);
            // A script gives what it returns, not the value of its last statement.
            var prepared = Engine.PrepareScript(isScript ? $"{text}\nreturn;" : $"({text}\n)", strict: true, options: Options);
            var names = prepared.ReferencedGlobals!.ToHashSet();
            return new CompiledExpression(
                text, prepared, Check(text, prepared, names), isScript ? null : MemberPath.TryParse(text), TracelessScripts.IsTraceless(prepared.Program!, names));
        }
        catch (ParseErrorException error)
        {
            throw Broken(text, $"{error.Description} at line {error.LineNumber}, column {error.Column + 1}");
        }
        catch (ScriptPreparationException error)
        {
            throw Broken(text, error.InnerException?.Message ?? error.Message);
        }
        catch (InsufficientExecutionStackException)
        {
            throw Broken(text, "it is nested too deeply");
        }
    }

    private static ExpressionReferences Check(string text, Prepared<Script> prepared, HashSet<string> names)
    {
        var collector = new ReferenceCollector();
        collector.Walk(prepared.Program!);
        if (collector.Refusal is { } refusal) throw Broken(text, refusal);
        if (names.Where(name => !ScopeNames.IsKnown(name)).Order(StringComparer.Ordinal).FirstOrDefault() is { } unknown)
            throw Broken(text, $"the name '{unknown}' is not known here; names are {string.Join(", ", ScopeNames.Ours.Order())} and JavaScript's own");
        return collector.Result(names);
    }

    private static ExpressionException Broken(string text, string why) => new("", $"{Shown(text)} cannot be read: {why}.");

    public static string Shown(string text)
    {
        var line = text.Trim().ReplaceLineEndings(" ");
        return "${ " + (line.Length > 120 ? line[..119] + "…" : line) + " }";
    }
}
