using Runbooks.Activities.Platforms.VSphere.Protocol;

namespace Runbooks.Activities.Platforms.VSphere.Operations;

/// <summary>vCenter wants a VM off for that, but where adding while it is on was allowed to it.</summary>
internal sealed class Resizing(VSphereCalls calls) : ConvergentOperations(calls)
{
    protected override string[] Kinds => ["reconfigure"];

    protected override bool Handles(PlatformOperation operation) => operation is PlatformOperation.Resize;

    protected override async Task<bool> IsDoneAsync(PlatformOperation operation, CancellationToken cancellation) =>
        await DifferencesAsync((PlatformOperation.Resize)operation, cancellation) is { Cpus: null, Memory: null };

    protected override async Task<ManagedObject?> BeginAsync(PlatformOperation operation, CancellationToken cancellation)
    {
        var resize = (PlatformOperation.Resize)operation;
        // What does not change is left out: memory may be allowed to be added to a running VM, and CPUs not.
        var (cpus, memory) = await DifferencesAsync(resize, cancellation);
        return await Calls.StartAsync("ReconfigVM_Task", ManagedObject.Vm(resize.NativeId), cancellation, Vim.Element("spec", cpus, memory));
    }

    private async Task<(object? Cpus, object? Memory)> DifferencesAsync(PlatformOperation.Resize resize, CancellationToken cancellation)
    {
        var vm = await Calls.ReadAsync(ManagedObject.Vm(resize.NativeId), cancellation, "config.hardware.numCPU", "config.hardware.memoryMB");
        var memory = Mebibytes(resize.MemoryBytes);
        return (
            vm.Int("config.hardware.numCPU") == resize.Cpus ? null : Vim.Element("numCPUs", resize.Cpus),
            vm.Long("config.hardware.memoryMB") == memory ? null : Vim.Element("memoryMB", memory));
    }

    /// <summary>vCenter counts memory in mebibytes, and takes multiples of four.</summary>
    public static long Mebibytes(long bytes) => ((bytes >> 20) + 3) / 4 * 4;
}
