namespace Runbooks.Activities.Platforms.HyperV.Reading;

/// <summary>What Hyper-V's states mean to operators.</summary>
internal static class Lifecycle
{
    /// <summary>A VM whose storage is away has a state of its own: <c>RunningCritical</c>. What is on its way to a state has not reached it.</summary>
    public static PowerState PowerOf(string state) => state.Replace("Critical", "", StringComparison.Ordinal) switch
    {
        "Running" or "Starting" or "Stopping" or "Saving" or "Pausing" or "Resuming" or "Reset" or "ForceReboot" => PowerState.On,
        "Off" or "ForceShutdown" => PowerState.Off,
        "Saved" or "FastSaved" or "Paused" or "FastSaving" or "Hibernated" => PowerState.Suspended,
        _ => PowerState.Unknown,
    };

    /// <summary>Whether the guest answers its heartbeat; null where it has no service for that.</summary>
    public static bool? GuestAnswers(MachineFacts machine) => machine.Heartbeat switch
    {
        _ when machine.State != "Running" => null,
        var heartbeat when heartbeat.StartsWith("Ok", StringComparison.Ordinal) => true,
        "NoContact" or "LostCommunication" or "Error" or "Paused" => false,
        _ => null,
    };

    public static HostState HostOf(string state) => state switch
    {
        "Up" => HostState.Up,
        "Paused" => HostState.Maintenance,
        "Down" => HostState.Down,
        _ => HostState.Unknown,
    };
}
