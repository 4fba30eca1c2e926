using Runbooks.Activities.Platforms.HyperV.Reading;
using Runbooks.Activities.Platforms.HyperV.Scripts;

namespace Runbooks.Activities.Platforms.HyperV;

/// <summary>What the parts of a connection ask the host for, and how they wait.</summary>
internal sealed class Calls(PowerShellHost host, bool cluster, TimeProvider time)
{
    public bool Cluster => cluster;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <param name="arguments">What scripts find in <c>$a</c>, besides <c>cluster</c> and <c>headStart</c>.</param>
    public Task<T> RunAsync<T>(Script script, Dictionary<string, object?> arguments, CancellationToken cancellation) =>
        host.RunAsync<T>(script, new Dictionary<string, object?>(arguments) { ["cluster"] = cluster, ["headStart"] = Limits.HeadStartSeconds }, cancellation);

    public Task<Asked> AskAsync(Script script, Dictionary<string, object?> arguments, CancellationToken cancellation) =>
        RunAsync<Asked>(script, arguments, cancellation);

    /// <summary>The VM, or what its cluster knows of it; neither where there is none.</summary>
    public async Task<FoundMachine> FindAsync(string vm, CancellationToken cancellation) => Guid.TryParse(vm, out _)
        ? await RunAsync<FoundMachine>(Script.Machine, new() { ["vm"] = vm }, cancellation)
        : new FoundMachine(null, null);

    /// <exception cref="PlatformException"><see cref="PlatformError.NotFound"/>, or its node is down (<see cref="PlatformError.Unreachable"/>).</exception>
    public async Task<MachineFacts> GetAsync(string vm, CancellationToken cancellation)
    {
        var found = await FindAsync(vm, cancellation);
        if (found.Machine is { } machine) return machine;
        throw found.Lost is { } lost
            ? new PlatformException(PlatformError.Unreachable, $"the node {lost.Host} that has the VM {lost.Name} is down")
            : NotFound(vm);
    }

    public static PlatformException NotFound(string vm) => new(PlatformError.NotFound, $"Hyper-V has no VM with the id {vm}");

    /// <summary>Looks again and again until something is so: Hyper-V tells nobody when it is.</summary>
    /// <param name="look">True where it is over.</param>
    public async Task UntilAsync(Func<Task<bool>> look, CancellationToken cancellation)
    {
        while (!await OutlastAsync(look, cancellation)) await Task.Delay(Limits.Poll, time, cancellation);
    }

    /// <summary>Tries again while the host takes no further commands, and for a while when it cannot be reached.</summary>
    private async Task<T> OutlastAsync<T>(Func<Task<T>> attempt, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await attempt();
            }
            catch (PlatformException error) when (error.Error == PlatformError.Busy
                || (error.Error is PlatformError.Unreachable or PlatformError.Timeout && time.GetElapsedTime(began) < Limits.Reconnect))
            {
                await Task.Delay(Limits.Poll, time, cancellation);
            }
        }
    }
}

/// <param name="IsAsked">False where nothing had to be asked for.</param>
internal sealed record Asked([property: System.Text.Json.Serialization.JsonPropertyName("asked")] bool IsAsked);
