using System.Xml.Linq;
using Runbooks.Activities.Platforms.VSphere.Properties;
using Runbooks.Activities.Platforms.VSphere.Protocol;

namespace Runbooks.Activities.Platforms.VSphere.Reading;

/// <summary>What a VM's hardware says of its disks and network cards.</summary>
internal static class Devices
{
    private static readonly HashSet<string> Cards =
        ["VirtualVmxnet3", "VirtualVmxnet2", "VirtualE1000", "VirtualE1000e", "VirtualPCNet32", "VirtualVmxnet3Vrdma", "VirtualSriovEthernetCard"];

    public static IEnumerable<XElement> CardsOf(ObjectProperties vm) => Of(vm).Where(device => Cards.Contains(device.TypeOf() ?? ""));

    public static IEnumerable<XElement> DisksOf(ObjectProperties vm) => Of(vm).Where(device => device.TypeOf() == "VirtualDisk");

    public static ManagedObject? StorageOf(XElement disk) => disk.Child("backing")?.Child("datastore")?.AsReference();

    /// <summary><c>[datastore] folder/name.vmdk</c>.</summary>
    public static string? FileOf(XElement disk) => disk.Child("backing")?.Text("fileName");

    /// <summary>Its file holds only what differs from another's.</summary>
    public static bool HasParent(XElement disk) => disk.Child("backing")?.Child("parent") is not null;

    public static bool IsIndependent(XElement disk) => disk.Child("backing")?.Text("diskMode")?.StartsWith("independent", StringComparison.Ordinal) == true;

    public static string LabelOf(XElement device) => device.Child("deviceInfo")?.Text("label") ?? $"device {device.Text("key")}";

    public static long CapacityOf(XElement disk) => Vim.AsLong(disk.Text("capacityInBytes")) ?? (Vim.AsLong(disk.Text("capacityInKB")) ?? 0) << 10;

    private static IEnumerable<XElement> Of(ObjectProperties vm) => vm.Items("config.hardware.device");
}
