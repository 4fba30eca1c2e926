using System.Collections.Immutable;
using Runbooks.Activities.Platforms.VSphere.Properties;
using Runbooks.Activities.Platforms.VSphere.Protocol;

namespace Runbooks.Activities.Platforms.VSphere.Reading;

/// <summary>Makes VMs of properties.</summary>
internal static class VmReader
{
    /// <summary>Null for what is no VM yet: while one is being made, vCenter shows it without a configuration.</summary>
    public static VirtualMachine? Read(ObjectProperties vm, Names names, CustomAttributes attributes, CardReader cards)
    {
        if (vm.Text("config.instanceUuid") is not { } uuid || IsTemplate(vm)) return null;
        var host = vm.Reference("runtime.host");
        var power = Power(vm);
        return new VirtualMachine(
            $"vsphere:{uuid}",
            vm.Object.Value,
            vm.Name,
            power,
            names.Of(host),
            names.ClusterOf(host),
            vm.Int("config.hardware.numCPU") ?? 0,
            (vm.Long("config.hardware.memoryMB") ?? 0) << 20,
            attributes.Of(vm),
            Addresses(vm),
            vm.Text("config.guestFullName"),
            Vim.AsTime(vm.Text("config.createDate")))
        {
            Storages = names.Of(vm.References("datastore")),
            Cards = cards.Of(vm.Object, names),
            GuestAnswers = power == PowerState.On ? Answers(vm) : null,
        };
    }

    public static bool IsTemplate(ObjectProperties vm) => vm.Is("config.template");

    public static Template ReadTemplate(ObjectProperties vm) =>
        new($"vsphere:{vm.Text("config.instanceUuid")}", vm.Object.Value, vm.Name, vm.Text("config.guestFullName"));

    /// <summary>What vCenter last heard of a VM whose host does not answer is no state.</summary>
    public static PowerState Power(ObjectProperties vm)
    {
        if (vm.Text("runtime.connectionState") is not (null or "connected")) return PowerState.Unknown;
        return vm.Text("runtime.powerState") switch
        {
            "poweredOn" => PowerState.On,
            "poweredOff" => PowerState.Off,
            "suspended" => PowerState.Suspended,
            _ => PowerState.Unknown,
        };
    }

    private static bool? Answers(ObjectProperties vm) => vm.Text("guest.toolsRunningStatus") switch
    {
        "guestToolsRunning" => true,
        null => null,
        // Without tools, vCenter knows nothing of guests.
        _ => vm.Text("guest.toolsVersionStatus2") is null or "guestToolsNotInstalled" ? null : false,
    };

    private static ImmutableArray<string> Addresses(ObjectProperties vm)
    {
        var ofCards = vm.Items("guest.net").SelectMany(card => card.Children("ipAddress")).Select(address => address.Value);
        string?[] primary = [vm.Text("guest.ipAddress")];
        return [.. ofCards.Union(primary.OfType<string>()).Where(address => address.Length > 0).Order(StringComparer.Ordinal)];
    }
}
