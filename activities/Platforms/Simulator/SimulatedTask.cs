namespace Runbooks.Activities.Platforms.Simulator;

/// <summary>An operation that the fleet was asked for. Its id is the task handle.</summary>
/// <param name="Operation">The kind of operation, without the snapshot's name.</param>
/// <param name="Due">When it ends; null where that depends on somebody else, as the shutdown of a deaf guest does.</param>
/// <param name="Error">How it will end badly, where that is decided already.</param>
internal sealed record SimulatedTask(
    string Id,
    string Key,
    string Operation,
    string Vm,
    DateTimeOffset Begun,
    DateTimeOffset? Due = null,
    string? Snapshot = null,
    bool Memory = false,
    PlatformError? Error = null,
    string? Message = null)
{
    /// <summary>The time that each kind of operation takes.</summary>
    public static TimeSpan Duration(string operation) => operation switch
    {
        "power-on" => TimeSpan.FromSeconds(3),
        "shutdown" => TimeSpan.FromSeconds(2),
        "suspend" => TimeSpan.FromSeconds(1.5),
        "create-snapshot" or "revert-snapshot" or "remove-snapshot" => TimeSpan.FromSeconds(1),
        _ => TimeSpan.FromSeconds(0.5),
    };

    public static string Kind(PlatformOperation operation) => operation switch
    {
        PlatformOperation.RemoveSnapshot => "remove-snapshot",
        _ => operation.Name,
    };

    public static string? SnapshotOf(PlatformOperation operation) => operation switch
    {
        PlatformOperation.CreateSnapshot create => create.SnapshotName,
        PlatformOperation.RevertSnapshot revert => revert.SnapshotName,
        PlatformOperation.RemoveSnapshot remove => remove.SnapshotName,
        _ => null,
    };
}

/// <summary>Something that an operation really changed: the platform's own record of it.</summary>
/// <param name="Vm">The native id.</param>
public sealed record SimulatedEffect(string Key, string Operation, string Vm, DateTimeOffset At, string? Snapshot = null);
