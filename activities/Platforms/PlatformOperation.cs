namespace Runbooks.Activities.Platforms;

/// <summary>A change that a platform can be asked for, in operators' terms.</summary>
/// <param name="NativeId">The VM that it changes.</param>
public abstract record PlatformOperation(string NativeId)
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
}
