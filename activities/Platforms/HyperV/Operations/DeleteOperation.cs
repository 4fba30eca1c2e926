using System.Text.Json;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.HyperV.Scripts;

namespace Runbooks.Activities.Platforms.HyperV.Operations;

/// <summary>Removes VMs with their checkpoints and disks, one step of the script at a time.</summary>
internal sealed class DeleteOperation(Calls calls) : IOperations
{
    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        await GoOnAsync(operation.NativeId, cancellation);
        return TaskHandle.Of(operation, calls.Now);
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation) =>
        await calls.FindAsync(operation.NativeId, cancellation) is { Machine: null, Lost: null }
            ? new Sighting.Found(TaskHandle.Of(operation, calls.Now))
            : new Sighting.NotStarted();

    public async Task<JsonElement?> AwaitAsync(PlatformOperation operation, TaskHandle handle, CancellationToken cancellation)
    {
        await calls.UntilAsync(() => GoOnAsync(handle.Target, cancellation), cancellation);
        return null;
    }

    private async Task<bool> GoOnAsync(string vm, CancellationToken cancellation) =>
        (await calls.RunAsync<Step>(Script.Delete, new() { ["vm"] = vm }, cancellation)).Gone;

    private sealed record Step(bool Gone);
}
