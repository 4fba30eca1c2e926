namespace Runbooks.Server.Alerts.Targets;

/// <summary>From an alert's labels to the one VM or host that it is about.</summary>
internal static class TargetLabels
{
    /// <summary>From the surest to the least: the first row of which an alert has a label decides, also where it leads nowhere, since a less
    /// sure one would then lead to the machine that reported it. Only labels that may as well name something else are passed over.</summary>
    private static readonly Row[] Rows =
    [
        new(["vm_uuid", "instance_uuid", "vm_id", "instance_id", "instanceid", "vmid"], VmsOnly: true),
        new(["target_id", "uuid", "host_uuid", "host_id"]),
        new(["vm", "vm_name", "vmname", "virtual_machine", "guest", "domain", "instance_name"], VmsOnly: true),
        new(["esxi_host", "hypervisor", "host_name", "hostname", "nodename", "node", "host"]),
        new(["name", "machine", "server", "device"], MayBeAnything: true),
        new(["ip", "ip_address", "host_ip", "address", "host_dns", "fqdn"]),
        new(["instance"]),
    ];

    private const int MostNamed = 5;

    public static Finding Resolve(IReadOnlyDictionary<string, string> labels, TargetIndex index)
    {
        var byName = labels.GroupBy(label => label.Key.Replace('-', '_').ToLowerInvariant()).ToDictionary(group => group.Key, group => group.First());
        foreach (var row in Rows)
        {
            var given = row.Labels.Where(byName.ContainsKey).Select(name => byName[name]).Where(label => label.Value.Trim().Length > 0).ToList();
            if (given.Count == 0) continue;
            var found = Find(given, row.VmsOnly, index);
            if (found.Count > 0 || !row.MayBeAnything) return Told(given, found);
        }

        return new Finding(null, "None of its labels names a VM or host.");
    }

    private static List<AlertTarget> Find(List<KeyValuePair<string, string>> given, bool vmsOnly, TargetIndex index) =>
        given.SelectMany(label => index.Find(label.Value, vmsOnly)).DistinctBy(target => target.Id).ToList();

    private static Finding Told(List<KeyValuePair<string, string>> given, List<AlertTarget> found)
    {
        var written = string.Join(", ", given.Select(label => $"{label.Key}={label.Value}"));
        return found switch
        {
            [] => new Finding(null, $"Nothing in the fleet is called as its label says: {written}."),
            [var only] => new Finding(only, $"Found by its label: {written}."),
            _ => new Finding(null, $"Its label ({written}) leads to {found.Count} machines: {Named(found)}."),
        };
    }

    private static string Named(List<AlertTarget> found) =>
        string.Join(", ", found.Take(MostNamed).Select(target => $"{target.Name} ({target.Connection})")) + (found.Count > MostNamed ? ", …" : "");

    /// <param name="VmsOnly">These labels say that they name a VM: a host that is called so is not meant.</param>
    /// <param name="MayBeAnything">Other things have labels like these too.</param>
    private sealed record Row(string[] Labels, bool VmsOnly = false, bool MayBeAnything = false);
}
