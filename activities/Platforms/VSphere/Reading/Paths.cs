using Runbooks.Activities.Platforms.VSphere.Properties;
using Runbooks.Activities.Platforms.VSphere.Session;

namespace Runbooks.Activities.Platforms.VSphere.Reading;

/// <summary>What is read of each kind of object.</summary>
internal static class Paths
{
    private static readonly string[] OfVm =
    [
        "name", "config.instanceUuid", "config.template", "config.hardware.numCPU", "config.hardware.memoryMB", "config.guestFullName",
        "runtime.powerState", "runtime.connectionState", "runtime.host", "guest.net", "guest.ipAddress", "guest.toolsRunningStatus",
        "guest.toolsVersionStatus2", "datastore", "customValue", CardReader.Version,
    ];

    public static readonly string[] OfHost =
    [
        "name", "parent", "runtime.connectionState", "runtime.inMaintenanceMode", "summary.hardware.numCpuThreads", "summary.hardware.memorySize", "datastore",
        "recentTask",
    ];

    public static string[] Vm(ServiceContent content) => content.KnowsCreateDate ? [.. OfVm, "config.createDate"] : OfVm;

    public static IReadOnlyList<PropertyQuery> Inventory(ServiceContent content) =>
    [
        new("VirtualMachine", Vm(content)),
        new("HostSystem", [.. OfHost, .. Uplinks.Paths]),
        new("Datastore", "name", "summary.capacity", "summary.freeSpace"),
        // Port groups of distributed switches are networks, too.
        new("Network", "name", "tag"),
        // Of what DRS is set to, only the whole is declared for all kinds of clusters.
        new("ClusterComputeResource", "name", "configurationEx"),
    ];
}
