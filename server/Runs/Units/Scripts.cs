using System.Text.Json;
using Runbooks.Activities;
using Runbooks.Server.Runs.Execution;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Server.Runs.Units;

/// <summary>Runs the script of a <c>flow.script</c> step: a function of what the step sees.</summary>
internal static class Scripts
{
    /// <exception cref="ActivityFailure">The script failed or went beyond its bounds (<c>script.failed</c>).</exception>
    public static JsonElement? Run(LoadedRun run, string path, TimeProvider time)
    {
        var script = run.Workflow.StepAt(path).Definition.With.GetProperty("script").GetString() ?? "";
        try
        {
            return Template.RunScript(script, Interpreter.ScopeAt(run.Workflow, run.State, path, time.GetUtcNow()));
        }
        catch (ExpressionException error)
        {
            throw new ActivityFailure("script.failed", error.Message);
        }
    }
}
