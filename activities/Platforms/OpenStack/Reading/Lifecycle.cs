using Runbooks.Activities.Platforms.OpenStack.Compute;

namespace Runbooks.Activities.Platforms.OpenStack.Reading;

/// <summary>A server's status in operators' terms. https://docs.openstack.org/api-guide/compute/server_concepts.html</summary>
internal static class Lifecycle
{
    private const int Running = 1, Paused = 3, Shutdown = 4, Crashed = 6, Suspended = 7;

    /// <summary>The status says what Nova wants, the power state what the hypervisor saw: where they differ, it is not known.</summary>
    public static PowerState PowerOf(Server server) => server.Status switch
    {
        "ACTIVE" or "PASSWORD" or "REBOOT" or "HARD_REBOOT" or "MIGRATING" or "RESCUE" =>
            server.PowerState is Shutdown or Crashed || IsHostLost(server) ? PowerState.Unknown : PowerState.On,
        "SHUTOFF" or "SHELVED" or "SHELVED_OFFLOADED" => PowerState.Off,
        "SUSPENDED" or "PAUSED" => PowerState.Suspended,
        // Between two sizes, or in trouble: only the hypervisor's word counts.
        "RESIZE" or "VERIFY_RESIZE" or "REVERT_RESIZE" or "REBUILD" or "ERROR" when !IsHostLost(server) => server.PowerState switch
        {
            Running => PowerState.On,
            Shutdown or Crashed => PowerState.Off,
            Paused or Suspended => PowerState.Suspended,
            _ => PowerState.Unknown,
        },
        _ => PowerState.Unknown,
    };

    /// <summary>A server that was deleted may be kept for a while, to be restored by an administrator.</summary>
    public static bool IsGone(Server server) => server.Status is "DELETED" or "SOFT_DELETED";

    /// <summary>The compute service of its host has not been heard of, or was declared dead: what ran there may still run, or not.</summary>
    public static bool IsHostLost(Server server) => server.HostStatus is "DOWN" or "UNKNOWN";

    /// <summary>To be read after "is".</summary>
    public static string Words(Server server) => server.TaskState is null ? server.Status : $"{server.Status} and {server.TaskState}";
}
