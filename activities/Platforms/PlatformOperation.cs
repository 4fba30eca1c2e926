using System.Collections.Immutable;

namespace Runbooks.Activities.Platforms;

/// <summary>A change that a platform can be asked for, in operators' terms.</summary>
/// <param name="NativeId">The VM or host that it changes; of a VM that is to be made, its name.</param>
public abstract partial record PlatformOperation(string NativeId)
{
    /// <summary>The operation's name in keys and records. A unit may carry out several operations of one type only where their
    /// names differ.</summary>
    public abstract string Name { get; }

    public sealed record PowerOn(string NativeId) : PlatformOperation(NativeId)
    {
        public override string Name => "power-on";
    }

    /// <summary>Asks the guest to shut down; ends when the VM is off, which may be never.</summary>
    public sealed record Shutdown(string NativeId) : PlatformOperation(NativeId)
    {
        public override string Name => "shutdown";
    }

    /// <summary>Pulls the plug.</summary>
    public sealed record PowerOff(string NativeId) : PlatformOperation(NativeId)
    {
        public override string Name => "power-off";
    }

    /// <summary>Asks the guest to restart; ends when the request was taken.</summary>
    public sealed record Restart(string NativeId) : PlatformOperation(NativeId)
    {
        public override string Name => "restart";
    }

    /// <summary>Resets the VM without asking the guest.</summary>
    public sealed record Reset(string NativeId) : PlatformOperation(NativeId)
    {
        public override string Name => "reset";
    }

    public sealed record Suspend(string NativeId) : PlatformOperation(NativeId)
    {
        public override string Name => "suspend";
    }

    public sealed record CreateSnapshot(string NativeId, string SnapshotName, bool Memory) : PlatformOperation(NativeId)
    {
        public override string Name => "create-snapshot";
    }

    public sealed record RevertSnapshot(string NativeId, string SnapshotName) : PlatformOperation(NativeId)
    {
        public override string Name => "revert-snapshot";
    }

    /// <summary>Removes one snapshot; what was taken on it stays, and keeps its contents.</summary>
    public sealed record RemoveSnapshot(string NativeId, string SnapshotName) : PlatformOperation(NativeId)
    {
        public override string Name => "remove-snapshot " + SnapshotName;
    }

    /// <summary>Makes a VM. Ends when it is there, and on where that was ordered, with <see cref="Provisioned"/> as its result.</summary>
    public sealed record Provision(VmOrder Order) : PlatformOperation(Order.Name)
    {
        public override string Name => "provision";
    }

    /// <summary>Removes the VM with its disks and snapshots. Only one that is off; what is gone already counts as removed.</summary>
    public sealed record Delete(string NativeId) : PlatformOperation(NativeId)
    {
        public override string Name => "delete";
    }

    /// <summary>Brings what is installed in the guest up to date by the platform's own means; restarts nothing. Ends with
    /// <see cref="GuestPatch"/> as its result.</summary>
    /// <param name="Check">Changes nothing, and says what would change.</param>
    public sealed record PatchGuest(string NativeId, bool Check) : PlatformOperation(NativeId)
    {
        public override string Name => Check ? "check-guest" : "patch-guest";
    }

    /// <summary>Gives the VM another size. Most platforms want it off for that.</summary>
    public sealed record Resize(string NativeId, int Cpus, long MemoryBytes) : PlatformOperation(NativeId)
    {
        public override string Name => "resize";
    }

    /// <summary>Sets these tags and removes those that are null; others stay.</summary>
    public sealed record SetTags(string NativeId, ImmutableSortedDictionary<string, string?> Tags) : PlatformOperation(NativeId)
    {
        public override string Name => "set-tags";
    }

    /// <summary>Cuts the VM off from all networks, now and whenever it is started, whether it is on or off. Ends when the platform shows it so on every
    /// card. What the cards were before is kept for <see cref="Release"/>.</summary>
    public sealed record Isolate(string NativeId) : PlatformOperation(NativeId)
    {
        public override string Name => "isolate";
    }

    /// <summary>Lets an isolated VM back to its networks, as it was before.</summary>
    public sealed record Release(string NativeId) : PlatformOperation(NativeId)
    {
        public override string Name => "release";
    }

    /// <summary>Moves the VM to another host while it runs. Ends when it runs there.</summary>
    /// <param name="Host">The name of the host that it shall be on.</param>
    /// <param name="Address">Where that host takes migrations, where it belongs to another connection; null within one.</param>
    /// <param name="Storage">The name of the storage that its disks shall be on; null leaves them.</param>
    public sealed record Migrate(string NativeId, string Host, string? Address = null, string? Storage = null) : PlatformOperation(NativeId)
    {
        public override string Name => "migrate to " + Host + (Storage is null ? "" : " on " + Storage);
    }

    /// <summary>Keeps the host from taking VMs. Moves none away: that is the caller's.</summary>
    public sealed record EnterMaintenance(string NativeId) : PlatformOperation(NativeId)
    {
        public override string Name => "enter-maintenance";
    }

    public sealed record LeaveMaintenance(string NativeId) : PlatformOperation(NativeId)
    {
        public override string Name => "leave-maintenance";
    }
}
