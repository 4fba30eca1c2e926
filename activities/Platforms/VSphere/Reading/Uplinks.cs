using System.Xml.Linq;
using Runbooks.Activities.Platforms.VSphere.Properties;
using Runbooks.Activities.Platforms.VSphere.Protocol;

namespace Runbooks.Activities.Platforms.VSphere.Reading;

/// <summary>Which port groups let something out: those of a standard switch that has, on any host, a network adapter of the host or an interface of
/// the host itself. Of distributed switches nothing is claimed, and so none counts as isolated.</summary>
internal sealed class Uplinks
{
    public static readonly string[] Paths = ["config.network.vswitch", "config.network.portgroup", "config.network.vnic"];

    private readonly HashSet<string> _isolated;

    public Uplinks(IEnumerable<ObjectProperties> hosts)
    {
        var groups = hosts.SelectMany(GroupsOf).ToLookup(group => group.Name, group => group.IsTight);
        _isolated = [.. groups.Where(group => group.All(yes => yes)).Select(group => group.Key)];
    }

    public bool LacksFor(ObjectProperties network) => network.Object.Type == "Network" && _isolated.Contains(network.Name);

    private static IEnumerable<(string Name, bool IsTight)> GroupsOf(ObjectProperties host)
    {
        var groups = host.Items("config.network.portgroup").Select(group => group.Child("spec")).OfType<XElement>()
            .Select(spec => (Name: spec.Text("name") ?? "", Switch: spec.Text("vswitchName") ?? "")).ToList();
        var ofHost = host.Items("config.network.vnic").Select(card => card.Text("portgroup")).ToHashSet();
        var open = groups.Where(group => ofHost.Contains(group.Name)).Select(group => group.Switch)
            .Concat(host.Items("config.network.vswitch").Where(HasAdapter).Select(each => each.Text("name") ?? "")).ToHashSet();
        var known = host.Items("config.network.vswitch").Select(each => each.Text("name")).ToHashSet();
        return groups.Select(group => (group.Name, known.Contains(group.Switch) && !open.Contains(group.Switch)));
    }

    private static bool HasAdapter(XElement each) => each.Child("pnic") is not null || each.Child("spec")?.Child("bridge") is not null;
}
