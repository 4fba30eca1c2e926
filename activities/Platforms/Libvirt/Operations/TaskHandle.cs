namespace Runbooks.Activities.Platforms.Libvirt.Operations;

/// <summary>libvirt has no tasks that outlive a connection. A handle says what was asked of which VM, so that any process can
/// tell from the VM's state whether it is done: <c>shutdown:{uuid}</c>, <c>create-snapshot:{uuid}:{name}</c>.</summary>
/// <param name="Detail">The snapshot's name, before it what <see cref="RevertEvidence"/> needs of a revert; the host that a VM is moved
/// to; the UUID of one that is made.</param>
internal sealed record TaskHandle(string Kind, string Vm, string Detail)
{
    public static string Of(PlatformOperation operation, string detail = "") =>
        detail.Length == 0 ? $"{KindOf(operation)}:{operation.NativeId}" : $"{KindOf(operation)}:{operation.NativeId}:{detail}";

    /// <exception cref="PlatformException"><see cref="PlatformError.Invalid"/>: not a handle of this operation.</exception>
    public static TaskHandle Parse(PlatformOperation operation, string handle)
    {
        var parts = handle.Split(':', 3);
        if (parts.Length < 2 || parts[0] != KindOf(operation) || parts[1] != operation.NativeId)
            throw new PlatformException(PlatformError.Invalid, $"'{handle}' is no handle of {operation.Name} on {operation.NativeId}");
        return new TaskHandle(parts[0], parts[1], parts.Length == 3 ? parts[2] : "");
    }

    /// <summary>Names of operations may go on with what they are about: <c>remove-snapshot nightly</c>.</summary>
    private static string KindOf(PlatformOperation operation) => operation.Name.Split(' ', 2)[0];
}
