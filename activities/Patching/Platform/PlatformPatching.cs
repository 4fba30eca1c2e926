using System.Text.Json;
using Runbooks.Activities.Compute;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Patching.Platform;

/// <summary>A guest that its platform patches by its own means.</summary>
internal sealed class PlatformPatching(VmWork work) : IGuestPatching
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);

    private GuestPatch? done;

    public async Task<IReadOnlyList<PackageChange>> CheckAsync(CancellationToken cancellation) =>
        Changes(await PatchAsync(new PlatformOperation.PatchGuest(work.NativeId, Check: true), "was not looked at", cancellation));

    public Task PrepareAsync(CancellationToken cancellation) => Task.CompletedTask;

    public async Task ApplyAsync(CancellationToken cancellation)
    {
        done = await PatchAsync(new PlatformOperation.PatchGuest(work.NativeId, Check: false), "was not patched", cancellation);
        foreach (var change in Changes(done)) work.Context.Log(change.ToString());
    }

    public Task<GuestChange> LookAsync(CancellationToken cancellation) =>
        Task.FromResult(new GuestChange(done is null ? [] : Changes(done), Restarted: false, done is { RebootNeeded: true }));

    public async Task RestartAsync(TimeSpan within, CancellationToken cancellation)
    {
        var restart = new PlatformOperation.Restart(work.NativeId);
        await work.OperateAsync(restart, "was not restarted", cancellation);
        var until = work.Context.Time.GetUtcNow() + within;
        while (await ProbeAsync(null, cancellation) is { } why)
        {
            if (work.Context.Time.GetUtcNow() >= until)
            {
                throw new ActivityFailure(
                    "patch.not-back", $"{work.Name} was restarted and is not back after {Duration.ToWords(within)}: {why}. Next: look at its console.");
            }

            work.Context.Progress(0.7, "Waiting until it is back");
            await Task.Delay(BetweenLooks, work.Context.Time, cancellation);
        }
    }

    public async Task<string?> ProbeAsync(string? command, CancellationToken cancellation)
    {
        try
        {
            var now = await work.Context.Platform.GetVirtualMachineAsync(work.NativeId, cancellation);
            return now switch
            {
                null => "it is gone",
                { PowerState: not PowerState.On } => VmWork.Words(now.PowerState),
                { GuestAnswers: false } => "its guest does not answer",
                _ => null,
            };
        }
        catch (PlatformException error)
        {
            return $"{work.Seen.Platform} does not say: {error.Message}";
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<GuestPatch> PatchAsync(PlatformOperation.PatchGuest operation, string did, CancellationToken cancellation)
    {
        var end = await work.OperateAsync(operation, did, cancellation);
        return end.Result?.Deserialize<GuestPatch>(JsonSerializerOptions.Web)
            ?? throw new InvalidOperationException($"{work.Seen.Platform} patched {work.Name} and did not say what it changed.");
    }

    private static IReadOnlyList<PackageChange> Changes(GuestPatch patch) =>
        [.. patch.Packages.Select(package => new PackageChange(package.Name, package.From, package.To))];
}
