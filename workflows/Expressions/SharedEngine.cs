using Jint;
using Jint.Native;

namespace Runbooks.Workflows.Expressions;

/// <summary>An engine for one program after another of those that leave nothing behind: making one costs ten times as much as running
/// such a program. What the scope gave is taken out again after each.</summary>
internal static class SharedEngine
{
    // It remembers each program that it has run.
    private const int MostUses = 10_000;

    [ThreadStatic]
    private static Engine? idle;

    [ThreadStatic]
    private static int uses;

    /// <returns>This thread's engine, or a new one; <see cref="Return"/> it when all went well.</returns>
    public static Engine Take(Func<Engine> make)
    {
        var engine = idle ?? make();
        idle = null;
        return engine;
    }

    public static void Return(Engine engine, ExpressionReferences read)
    {
        foreach (var name in read.Names)
            if (ScopeNames.IsOfScope(name)) engine.Global.RemoveOwnProperty(JsString.Create(name));
        uses = (uses + 1) % MostUses;
        idle = uses == 0 ? null : engine;
    }
}
