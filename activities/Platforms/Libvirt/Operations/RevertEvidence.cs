using System.Globalization;
using Runbooks.Activities.Platforms.Libvirt.Native;

namespace Runbooks.Activities.Platforms.Libvirt.Operations;

/// <summary>libvirt keeps no record of reverts. What can be told afterwards: QEMU is always started anew by one, and gets a new
/// runtime id; and the snapshot is the current one. A VM that was off and is off shows nothing.</summary>
internal static class RevertEvidence
{
    private const string Over = "over", Off = "off";

    /// <summary>The detail of the handle of a revert that has ended already.</summary>
    public static string Ended(string snapshot) => $"{Over}:{snapshot}";

    /// <summary>The detail of the handle of a revert that goes on. Blocks.</summary>
    public static string Before(ConnectHandle connection, string vm, string snapshot)
    {
        using var domain = connection.Lookup(vm);
        return $"{Write(domain.RuntimeId)}:{snapshot}";
    }

    public static bool IsOver(string detail) => detail.StartsWith(Over + ":", StringComparison.Ordinal);

    /// <summary>Whether the VM shows that the revert was carried out. Blocks.</summary>
    public static bool Shows(ConnectHandle connection, string vm, string snapshot, string detail)
    {
        using var domain = connection.Lookup(vm);
        using var target = domain.LookupSnapshot(snapshot);
        return target.IsCurrent() && !detail.StartsWith(Write(domain.RuntimeId) + ":", StringComparison.Ordinal);
    }

    private static string Write(uint? runtimeId) => runtimeId?.ToString(CultureInfo.InvariantCulture) ?? Off;
}
