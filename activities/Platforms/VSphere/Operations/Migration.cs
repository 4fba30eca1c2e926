using Runbooks.Activities.Platforms.VSphere.Protocol;
using Runbooks.Activities.Platforms.VSphere.Reading;

namespace Runbooks.Activities.Platforms.VSphere.Operations;

/// <summary>vMotion to another host of the same vCenter, to another datastore, or both at once. (MigrateVM_Task is its older form, without moves between clusters.)</summary>
internal sealed class Migration(VSphereCalls calls, Places places) : ConvergentOperations(calls)
{
    protected override string[] Kinds => ["relocate", "migrate"];

    protected override bool Handles(PlatformOperation operation) => operation is PlatformOperation.Migrate;

    protected override async Task<bool> IsDoneAsync(PlatformOperation operation, CancellationToken cancellation)
    {
        var migrate = (PlatformOperation.Migrate)operation;
        var vm = await Calls.ReadAsync(ManagedObject.Vm(operation.NativeId), cancellation, "runtime.host", "config.hardware.device");
        if (vm.Reference("runtime.host") is not { } host || (await Calls.FindAsync(host, cancellation, "name"))?.Name != migrate.Host) return false;
        if (migrate.Storage is null) return true;
        var storage = await places.StorageAsync(migrate.Storage, cancellation);
        // That of a CD image in its drive does not count.
        return Devices.DisksOf(vm).All(disk => Devices.StorageOf(disk) == storage);
    }

    protected override async Task<ManagedObject?> BeginAsync(PlatformOperation operation, CancellationToken cancellation)
    {
        var migrate = (PlatformOperation.Migrate)operation;
        if (migrate.Address is not null)
            throw new PlatformException(PlatformError.Unsupported, "moves between two vCenters are not supported; give a host of this connection");
        var self = ManagedObject.Vm(migrate.NativeId);
        var host = await places.HostAsync(migrate.Host, cancellation);
        var vm = await Calls.ReadAsync(self, cancellation, "runtime.host", "runtime.powerState", "runtime.connectionState");
        if (VmReader.Power(vm) is PowerState.Off or PowerState.Suspended)
            throw new PlatformException(PlatformError.Conflict, "migrate moves VMs that run, and this one does not");
        var storage = migrate.Storage is null ? null : Vim.Reference("datastore", await places.StorageAsync(migrate.Storage, cancellation));
        var now = vm.Reference("runtime.host");
        // Within a cluster it stays in its resource pool, with its limits; another has pools of its own.
        var pool = now is { } from && await places.ComputeResourceAsync(from, cancellation) == host.Reference("parent")
            ? null
            : Vim.Reference("pool", await places.RootPoolAsync(host.Object, cancellation));
        return await Calls.StartAsync(
            "RelocateVM_Task",
            self,
            cancellation,
            Vim.Element("spec", storage, pool, Vim.Reference("host", host.Object)),
            Vim.Element("priority", "defaultPriority"));
    }
}
