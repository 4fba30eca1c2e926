using System.Text.Json;
using Runbooks.Activities.Operations;

namespace Runbooks.Activities.Patching.Salt;

/// <summary>A state of a Salt master, or all that it has for the minion (the highstate). The job's id is the handle, so that a restarted server
/// goes on waiting for it.</summary>
/// <param name="state">The state's name; empty for the highstate.</param>
internal sealed class StateApplier(SaltApi api, string state, ActivityContext context) : IPatchApplier
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);

    private const int LooksBetweenQuestions = 8;

    /// <summary>The master must say twice that nothing runs, and still have no result.</summary>
    private const int Denials = 2;

    private JsonElement result;

    public async Task<IReadOnlyList<PackageChange>?> CheckAsync(CancellationToken cancellation)
    {
        await RunAsync("check", test: true, cancellation);
        return ChangesOf(result);
    }

    public Task ApplyAsync(CancellationToken cancellation) => RunAsync("patch", test: false, cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task RunAsync(string name, bool test, CancellationToken cancellation) => await context.OperationAsync(
        new OperationCall
        {
            Name = name,
            Kind = OperationKind.Once,
            Find = async (key, stop) => await api.FindAsync(key, stop) is { } jid
                ? new Sighting.Found(jid)
                : new Sighting.Unknown("The Salt master has no job of this step, and may keep none."),
            Start = (key, stop) => state.Length == 0
                ? api.BeginAsync("state.apply", [], new { test }, key, stop)
                : api.BeginAsync("state.apply", [state], new { test }, key, stop),
            Attach = FollowAsync,
            Cancel = api.CancelAsync,
        },
        cancellation);

    private async Task<JsonElement?> FollowAsync(string jid, CancellationToken stop)
    {
        var denials = 0;
        for (var look = 1; ; look++)
        {
            if (await api.ResultAsync(jid, stop) is { } returned)
            {
                Judge(returned, jid);
                return null;
            }

            if (look % LooksBetweenQuestions == 0) denials = await IsRunningAsync(jid, stop) ? 0 : denials + 1;
            if (denials == Denials) throw Lost(jid);
            await Task.Delay(BetweenLooks, context.Time, stop);
        }
    }

    /// <summary>A minion that does not answer may be restarting: the step's time limit bounds that.</summary>
    private async Task<bool> IsRunningAsync(string jid, CancellationToken stop)
    {
        try
        {
            return await api.IsRunningAsync(jid, stop);
        }
        catch (ActivityFailure failure) when (failure.Retryable)
        {
            return true;
        }
    }

    /// <summary>A run of states is an object with an entry for each; anything else is how the master says that there was none.</summary>
    private void Judge(JsonElement returned, string jid)
    {
        result = returned;
        if (returned.ValueKind != JsonValueKind.Object) throw Failed(jid, returned.ToString());
        string? bad = null;
        foreach (var entry in returned.EnumerateObject())
        {
            if (entry.Value.ValueKind != JsonValueKind.Object || !entry.Value.TryGetProperty("result", out var ended)) continue;
            var comment = entry.Value.TryGetProperty("comment", out var said) ? said.ToString() : "";
            context.Log($"{entry.Name}: {(ended.ValueKind == JsonValueKind.False ? "failed" : "ok")}: {comment}");
            if (ended.ValueKind == JsonValueKind.False) bad ??= $"{entry.Name}: {comment}";
        }

        if (bad is not null) throw Failed(jid, bad);
    }

    /// <summary>What states of packages say: old and new versions.</summary>
    private static List<PackageChange> ChangesOf(JsonElement returned) =>
    [
        .. from entry in returned.EnumerateObject()
           where entry.Value.ValueKind == JsonValueKind.Object && entry.Name.StartsWith("pkg_", StringComparison.Ordinal)
           where entry.Value.TryGetProperty("changes", out var changes) && changes.ValueKind == JsonValueKind.Object
           from package in entry.Value.GetProperty("changes").EnumerateObject()
           where package.Value.ValueKind == JsonValueKind.Object
           select new PackageChange(package.Name, Text(package.Value, "old"), Text(package.Value, "new")),
    ];

    private static string? Text(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    private ActivityFailure Failed(string jid, string why) => new(
        "patch.failed",
        $"The Salt job {jid} failed on {api.Minion}: `{(why.Length > 500 ? why[..500] + " …" : why)}` What it had changed until then stays. Next: see the step's log.");

    private ActivityFailure Lost(string jid) => new(
        "step.interrupted",
        $"The Salt job {jid} was begun on {api.Minion}, which does not work on it any more and returned nothing: how it ended is not known. "
        + "It was not repeated. Next: see what it did, then rerun this step if that is right.");
}
