using Runbooks.Activities.Operations;
using Runbooks.Activities.Patching.Shells;

namespace Runbooks.Activities.Patching;

/// <summary>A guest that has a shell. What differs between SSH, Ansible and Salt is who applies the patches.</summary>
internal sealed class ShellPatching(IShell shell, IPatchApplier applier, ActivityContext context) : IGuestPatching
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);

    private readonly string id = DetachedJob.IdOf(context.Key);
    private string boot = "";

    public async Task<IReadOnlyList<PackageChange>> CheckAsync(CancellationToken cancellation) =>
        await applier.CheckAsync(cancellation)
        ?? GuestScripts.ReadPending((await shell.RunAsync(GuestScripts.Pending, cancellation)).Demand("The look for updates", shell.Words));

    /// <summary>An operation, because it leaves a list in the guest; and because a restarted server has to know the boot from before.</summary>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        var end = await context.OperationAsync(
            new OperationCall
            {
                Name = "remember-packages",
                Kind = OperationKind.Convergent,
                Start = async (_, stop) =>
                    (await shell.RunAsync(GuestScripts.Remember(shell, id), stop)).Demand("The look at its packages", shell.Words).Trim(),
                Attach = (handle, _) => Task.FromResult<System.Text.Json.JsonElement?>(ActivityJson.Write(handle)),
            },
            cancellation);
        boot = end.Result!.Value.GetString()!;
    }

    public Task ApplyAsync(CancellationToken cancellation) => applier.ApplyAsync(cancellation);

    public async Task<GuestChange> LookAsync(CancellationToken cancellation)
    {
        var lines = (await shell.RunAsync(GuestScripts.Compare(shell, id), cancellation)).Demand("The look at its packages", shell.Words).Split('\n');
        return new GuestChange(GuestScripts.ReadChanges(lines.Skip(2)), lines[0].Trim() != boot, lines.ElementAtOrDefault(1)?.Trim() == "restart");
    }

    public async Task RestartAsync(TimeSpan within, CancellationToken cancellation)
    {
        var end = await context.OperationAsync(
            new OperationCall
            {
                Name = "restart-guest",
                Kind = OperationKind.Convergent,
                Start = async (_, stop) =>
                {
                    (await shell.RunAsync(GuestScripts.Restart(boot), stop)).Demand("The restart", shell.Words);
                    return boot;
                },
                Attach = UntilBackAsync,
                Limit = within,
            },
            cancellation);
        if (end.Confirmed) return;
        throw new ActivityFailure(
            "patch.not-back",
            $"{shell.Words} was restarted and is not back after {Duration.ToWords(within)}. Next: look at its console.");
    }

    public async Task<string?> ProbeAsync(string? command, CancellationToken cancellation)
    {
        try
        {
            var answer = await shell.RunAsync(command ?? "exit 0", cancellation);
            return answer.Exit == 0 ? null : $"`{command}` ended with {answer.Exit}";
        }
        catch (ActivityFailure failure) when (failure.Retryable)
        {
            return failure.Message;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await applier.DisposeAsync();
        await shell.DisposeAsync();
    }

    private async Task<System.Text.Json.JsonElement?> UntilBackAsync(string before, CancellationToken stop)
    {
        while (true)
        {
            if (await BootAsync(stop) is { Length: > 0 } now && now != before) return null;
            context.Progress(0.7, "Waiting until it is back");
            await Task.Delay(BetweenLooks, context.Time, stop);
        }
    }

    private async Task<string?> BootAsync(CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        try
        {
            return (await shell.RunAsync(GuestScripts.BootId, patience.Token)).Output.Trim();
        }
        catch (ActivityFailure failure) when (failure.Retryable)
        {
            return null;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // It was in the middle of going down.
            return null;
        }
    }
}

/// <summary>Who changes the guest.</summary>
internal interface IPatchApplier : IAsyncDisposable
{
    /// <returns>What it says that it would change; null where it cannot say, and the guest's package manager is asked.</returns>
    Task<IReadOnlyList<PackageChange>?> CheckAsync(CancellationToken cancellation);

    Task ApplyAsync(CancellationToken cancellation);
}
