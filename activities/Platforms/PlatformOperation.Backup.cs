namespace Runbooks.Activities.Platforms;

public abstract partial record PlatformOperation
{
    /// <summary>Copies the disks of a VM, with what is needed to make it again, into a repository, under the id that the order gives. Ends
    /// when the copy is whole, with <see cref="BackedUp"/> as its result. Where a whole copy of that id is there, that is the result: the
    /// id keeps a repetition from making a second one. A copy that did not become whole is no copy, and its remains are replaced.</summary>
    public sealed record BackUp(string NativeId, BackupOrder Order) : PlatformOperation(NativeId)
    {
        public override string Name => "back-up";
    }

    /// <summary>Reads a copy and all that it stands on, and compares it with what was written. Changes nothing. Its result is a
    /// <see cref="BackupChecked"/>; a copy that is not there is <see cref="PlatformError.NotFound"/>, and a repository that cannot be
    /// looked into <see cref="PlatformError.Unreachable"/>.</summary>
    /// <param name="NativeId">The VM that it is a copy of, which may be gone.</param>
    public sealed record VerifyBackup(string NativeId, BackupCopy Copy) : PlatformOperation(NativeId)
    {
        public override string Name => "verify-backup " + Copy.Id;
    }

    /// <summary>Makes a VM from a copy, or gives a VM that is off the disks of one. Leaves it off, with <see cref="Provisioned"/> as its
    /// result. A new VM has new network addresses (MAC) and is plugged into the ordered network alone.</summary>
    public sealed record Restore(RestoreOrder Order) : PlatformOperation(Order.Into ?? Order.Name)
    {
        public override string Name => "restore";
    }

    /// <summary>Removes a copy. Refused while another one stands on it; what is gone already counts as removed.</summary>
    public sealed record RemoveBackup(string NativeId, BackupCopy Copy) : PlatformOperation(NativeId)
    {
        public override string Name => "remove-backup " + Copy.Id;
    }
}
