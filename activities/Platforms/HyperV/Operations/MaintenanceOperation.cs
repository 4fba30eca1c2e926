using System.Text.Json;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.HyperV.Scripts;

namespace Runbooks.Activities.Platforms.HyperV.Operations;

/// <summary>Pauses nodes of a cluster without draining them, and lets them take VMs again.</summary>
internal sealed class MaintenanceOperation(Calls calls) : IOperations
{
    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        await AskAsync(operation, look: false, cancellation);
        return TaskHandle.Of(operation, calls.Now);
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation) =>
        (await AskAsync(operation, look: true, cancellation)).State == (Pauses(operation) ? "Paused" : "Up")
            ? new Sighting.Found(TaskHandle.Of(operation, calls.Now))
            : new Sighting.NotStarted();

    /// <summary>With the handle it was done.</summary>
    public Task<JsonElement?> AwaitAsync(PlatformOperation operation, TaskHandle handle, CancellationToken cancellation) =>
        Task.FromResult<JsonElement?>(null);

    private Task<Node> AskAsync(PlatformOperation operation, bool look, CancellationToken cancellation) =>
        calls.RunAsync<Node>(Script.Node, new() { ["node"] = operation.NativeId, ["pause"] = Pauses(operation), ["look"] = look }, cancellation);

    private static bool Pauses(PlatformOperation operation) => operation is PlatformOperation.EnterMaintenance;

    private sealed record Node(string State);
}
