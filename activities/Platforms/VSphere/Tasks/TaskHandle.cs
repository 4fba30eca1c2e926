using Runbooks.Activities.Platforms.VSphere.Protocol;

namespace Runbooks.Activities.Platforms.VSphere.Tasks;

/// <summary>Says what was asked of what, and vCenter's task where it made one: <c>power-on:vm-42:task-1234</c>. vCenter keeps a
/// task for some minutes after its end; later the object's state has to tell.</summary>
/// <param name="Task">Null where there was nothing to do, and for what vCenter passes on to the guest without a task.</param>
internal sealed record TaskHandle(string Kind, string Target, string? Task)
{
    public ManagedObject? Reference => Task is null ? null : ManagedObject.Task(Task);

    public static string Of(PlatformOperation operation, ManagedObject? task = null) =>
        $"{KindOf(operation)}:{Uri.EscapeDataString(operation.NativeId)}{(task is { } made ? $":{made.Value}" : "")}";

    /// <exception cref="PlatformException"><see cref="PlatformError.Invalid"/>: not a handle of this operation.</exception>
    public static TaskHandle Parse(PlatformOperation operation, string handle)
    {
        var parsed = Parse(handle);
        if (parsed.Kind != KindOf(operation) || parsed.Target != operation.NativeId)
            throw new PlatformException(PlatformError.Invalid, $"'{handle}' is no handle of {operation.Name} on {operation.NativeId}");
        return parsed;
    }

    public static TaskHandle Parse(string handle)
    {
        var parts = handle.Split(':', 3);
        return parts.Length >= 2
            ? new TaskHandle(parts[0], Uri.UnescapeDataString(parts[1]), parts.Length == 3 ? parts[2] : null)
            : throw new PlatformException(PlatformError.Invalid, $"'{handle}' is no handle of a vSphere task");
    }

    /// <summary>Names of operations may go on with what they are about: <c>migrate to esx-2</c>.</summary>
    private static string KindOf(PlatformOperation operation) => operation.Name.Split(' ', 2)[0];
}
