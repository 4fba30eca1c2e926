using System.Text.Json;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.HyperV.Reading;
using Runbooks.Activities.Platforms.HyperV.Scripts;

namespace Runbooks.Activities.Platforms.HyperV.Operations;

/// <summary>Another size, only while the VM is off: CPUs cannot be added to one that is on.</summary>
internal sealed class ResizeOperation(Calls calls) : IOperations
{
    /// <summary>Hyper-V takes memory in pieces of 2 MiB.</summary>
    private const long Piece = 2 << 20;

    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var (cpus, memory) = SizeOf(operation);
        if (cpus < 1 || memory < Piece) throw new PlatformException(PlatformError.Invalid, $"{cpus} CPUs with {memory} bytes of memory is no size of a VM");
        await calls.AskAsync(Script.Resize, new() { ["vm"] = operation.NativeId, ["cpus"] = cpus, ["memory"] = memory }, cancellation);
        return TaskHandle.Of(operation, calls.Now);
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation) =>
        IsDone(operation, await calls.GetAsync(operation.NativeId, cancellation))
            ? new Sighting.Found(TaskHandle.Of(operation, calls.Now))
            : new Sighting.NotStarted();

    /// <summary>With the handle it was done.</summary>
    public Task<JsonElement?> AwaitAsync(PlatformOperation operation, TaskHandle handle, CancellationToken cancellation) =>
        Task.FromResult<JsonElement?>(null);

    private static bool IsDone(PlatformOperation operation, MachineFacts machine) => SizeOf(operation) == (machine.Cpus, machine.Memory);

    private static (int Cpus, long Memory) SizeOf(PlatformOperation operation) =>
        operation is PlatformOperation.Resize resize ? (resize.Cpus, resize.MemoryBytes / Piece * Piece) : default;
}
