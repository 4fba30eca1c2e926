using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Runbooks.Server.Runs.Execution;
using Runbooks.Server.Runs.History;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;

namespace Runbooks.Server.Runs.Starting;

/// <summary>Starts the run of a <c>flow.run-workflow</c> step (rule 11). Its id is a hash of parent and path, so that a start that is
/// repeated after a crash finds the run that it made.</summary>
internal static class ChildStarter
{
    public const int MaxDepth = 8;

    public static async Task<RunInput?> StartAsync(string path, LoadedRun run, RunLoop loop)
    {
        var parent = run.State.Created!;
        var input = run.State.Steps[path].Input;
        var depth = (parent.Parent?.Depth ?? 0) + 1;
        if (depth > MaxDepth)
            return Refuse(path, "child.too-deep", $"Runs start runs {MaxDepth} deep at most; this one was not started.");
        var workflow = input.TryGetProperty("workflow", out var named) ? named.ToString() : "";
        var inputs = input.TryGetProperty("inputs", out var given) ? given : JsonSerializer.SerializeToElement(new { });
        var childId = IdOf(parent.RunId, path);
        var root = parent.Parent?.RootRunId ?? parent.RunId;
        var outcome = await new RunStarter(loop.Shell).StartAsync(new StartRequest(
            workflow, null, inputs, new RunTrigger("run", parent.RunId, parent.Trigger.By), parent.Reason, childId, childId, new RunParent(parent.RunId, path, root, depth),
            Lineage: IdOf(parent.Origin, path)));
        if (outcome is StartOutcome.Accepted) await StopIfUnwantedAsync(path, childId, loop);
        return outcome switch
        {
            StartOutcome.Accepted begun => new RunInput.ChildBegun(path, childId, begun.Version),
            StartOutcome.NoSuchWorkflow none => Refuse(path, "workflow.unknown", none.Message),
            StartOutcome.BadInputs bad => Refuse(path, "input.invalid", string.Join(" ", bad.Problems.Select(p => $"{p.Path}: {p.Message}"))),
            _ => Refuse(path, "workflow.busy", $"'{workflow}' has as many runs as it may have at once, and its policy is to skip."),
        };
    }

    /// <summary>The parent may have ended its step while the child was being started.</summary>
    private static async Task StopIfUnwantedAsync(string path, string childId, RunLoop loop)
    {
        if (loop.Current?.State is { } state && state.Steps.GetValueOrDefault(path) is { IsSettled: false }) return;
        var message = InboxCodec.Write(
            "parent:gone", InboxCodec.Cancel, new InboxCodec.PersonData(null, "The step that started it has ended."), loop.Shell.Time.GetUtcNow());
        if (await loop.Shell.Store.EnqueueAsync(childId, message) == EnqueueResult.Accepted) loop.Shell.Router.Wake(childId);
    }

    private static RunInput.ChildRefused Refuse(string path, string code, string message) => new(path, new RunError(code, message));

    /// <summary>Keeps the parent's time at its front, so that ids stay in the order of time.</summary>
    private static string IdOf(string parent, string path) =>
        parent[..12] + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{parent}/{path}")))[..20];
}
