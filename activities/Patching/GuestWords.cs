using System.Text.RegularExpressions;
using Runbooks.Activities.Fleet;

namespace Runbooks.Activities.Patching;

/// <summary>Templates that stand for something of one VM: {ip}, {name} and {tag:x}.</summary>
internal static partial class GuestWords
{
    /// <exception cref="ActivityFailure">The VM has no such thing (<c>patch.no-address</c>).</exception>
    public static string Fill(string template, FleetVm vm) => Placeholder().Replace(template, match => ValueOf(match.Groups["what"].Value, vm)
        ?? throw new ActivityFailure(
            "patch.no-address",
            $"{vm.Name} was not patched: '{template}' names {match.Value}, and its inventory has none. Next: have its guest tools report its address, "
            + "tag it, or write the address otherwise."));

    private static string? ValueOf(string what, FleetVm vm) => what switch
    {
        "name" => vm.Name,
        "ip" => vm.Vm.IpAddresses.IsDefaultOrEmpty ? null : vm.Vm.IpAddresses.FirstOrDefault(address => !address.Contains(':')) ?? vm.Vm.IpAddresses[0],
        _ => vm.Vm.Tags.GetValueOrDefault(what["tag:".Length..]),
    };

    [GeneratedRegex(@"\{(?<what>ip|name|tag:[^}]+)\}")]
    private static partial Regex Placeholder();
}
