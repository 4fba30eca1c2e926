using System.Net;
using Runbooks.Activities.Fleet;

namespace Runbooks.Server.Alerts.Targets;

/// <summary>The VMs and hosts of a moment by everything that a label may call them.</summary>
internal sealed class TargetIndex
{
    private readonly Dictionary<string, List<AlertTarget>> byWord = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<AlertTarget>> byShortName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(string Kind, string Neighbourhood), int> sizes = [];

    public TargetIndex(IEnumerable<FleetVm> vms, IEnumerable<FleetHost> hosts)
    {
        foreach (var vm in vms)
        {
            var target = new AlertTarget(AlertTarget.Vm, vm.Id, vm.Name, vm.Connection, vm.Platform, vm.Cluster, vm.Vm.Host);
            Add(target, [vm.Id, vm.Vm.NativeId, vm.Name, .. vm.Vm.IpAddresses.Select(Plain)]);
        }

        foreach (var host in hosts)
            Add(new AlertTarget("host", host.Id, host.Name, host.Connection, host.Platform, host.Cluster, null), [host.Id, host.Host.NativeId, host.Name]);
    }

    /// <summary>How many of its kind there are in a neighbourhood.</summary>
    public int SizeOf(AlertTarget target) => sizes.GetValueOrDefault((target.Kind, target.Neighbourhood));

    /// <summary>All that are called so.</summary>
    /// <param name="word">An id, UUID, name, hostname or IP address, also with a scheme before it or a port behind.</param>
    /// <param name="vmsOnly">The label says that it names a VM.</param>
    public IReadOnlyList<AlertTarget> Find(string word, bool vmsOnly)
    {
        foreach (var form in Forms(word))
            if (byWord.TryGetValue(form, out var found) && Of(found, vmsOnly) is { Count: > 0 } fitting) return fitting;
        // A name with its domain and without are one machine, where no other has the name in full.
        var shortName = ShortName(HostOf(word));
        return shortName is not null && byShortName.TryGetValue(shortName, out var similar) ? Of(similar, vmsOnly) : [];
    }

    private static List<AlertTarget> Of(List<AlertTarget> found, bool vmsOnly) =>
        vmsOnly ? found.FindAll(target => target.Kind == AlertTarget.Vm) : found;

    private void Add(AlertTarget target, IEnumerable<string> words)
    {
        sizes[(target.Kind, target.Neighbourhood)] = SizeOf(target) + 1;
        foreach (var word in words.Concat(UuidsOf(target.Id)).Where(IsName).Distinct(StringComparer.OrdinalIgnoreCase)) Put(byWord, word, target);
        if (ShortName(target.Name) is { } shortName) Put(byShortName, shortName, target);
    }

    private static void Put(Dictionary<string, List<AlertTarget>> map, string word, AlertTarget target)
    {
        if (map.TryGetValue(word, out var known)) known.Add(target);
        else map[word] = [target];
    }

    /// <summary>As written, as a UUID, as an address, and without scheme, path and port.</summary>
    private static IEnumerable<string> Forms(string word)
    {
        var trimmed = word.Trim();
        if (trimmed.Length == 0) yield break;
        if (IsName(trimmed)) yield return trimmed;
        if (Guid.TryParse(trimmed, out var uuid)) yield return uuid.ToString("D");
        var host = Plain(HostOf(trimmed));
        if (IsName(host)) yield return host;
    }

    /// <summary>Ids are <c>{platform}:{uuid}</c>, mostly.</summary>
    private static IEnumerable<string> UuidsOf(string id) =>
        Guid.TryParse(id[(id.LastIndexOf(':') + 1)..], out var uuid) ? [uuid.ToString("D")] : [];

    /// <summary>Every machine calls itself this.</summary>
    private static bool IsName(string word) =>
        word.Length > 0 && !word.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        && !(IPAddress.TryParse(word, out var address) && (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)));

    private static string HostOf(string word)
    {
        var rest = word.Contains("://", StringComparison.Ordinal) ? word[(word.IndexOf("://", StringComparison.Ordinal) + 3)..] : word;
        rest = rest.Split('/', 2)[0];
        if (rest.StartsWith('[') && rest.IndexOf(']') is > 0 and var end) return rest[1..end];
        // More than one colon is an IPv6 address without a port.
        return rest.IndexOf(':') is >= 0 and var colon && rest.LastIndexOf(':') == colon && rest[(colon + 1)..].All(char.IsAsciiDigit) ? rest[..colon] : rest;
    }

    /// <summary>One way to write each address.</summary>
    private static string Plain(string word) => word.Contains(':', StringComparison.Ordinal) && IPAddress.TryParse(word, out var address) ? address.ToString() : word;

    private static string? ShortName(string name) =>
        IPAddress.TryParse(name, out _) || !IsName(name) ? null : name.Split('.')[0] is { Length: > 0 } first ? first : null;
}
