using Runbooks.Activities.Operations;
using Runbooks.Activities.Patching.Shells;

namespace Runbooks.Activities.Patching.Ssh;

/// <summary>A command in the guest, as a job there: it goes on when this server stops.</summary>
internal sealed class CommandApplier(IShell shell, string command, ActivityContext context) : IPatchApplier
{
    private string? last;

    /// <summary>Nobody knows what a command would do.</summary>
    public Task<IReadOnlyList<PackageChange>?> CheckAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<PackageChange>?>(null);

    public Task ApplyAsync(CancellationToken cancellation)
    {
        var job = new DetachedJob(shell, command, new Dictionary<string, string>());
        return new JobOperation(job, "patch", "The command", OperationKind.Keyed, new Sighting.NotStarted(), Say, () => last)
            .RunAsync(context, cancellation);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Say(string line)
    {
        if (line.Trim().Length > 0) last = line.Trim();
        context.Log(line);
    }
}
