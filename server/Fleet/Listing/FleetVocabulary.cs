using Runbooks.Activities.Fleet;
using Runbooks.Server.Fleet.Picture;

namespace Runbooks.Server.Fleet.Listing;

/// <summary>The words that are in use in the fleet, for whoever writes a selector: the most used first, at most 100 of each.</summary>
/// <param name="Tags">By name, the values.</param>
internal sealed record FleetVocabulary(
    IReadOnlyDictionary<string, IReadOnlyList<string>> Tags,
    IReadOnlyList<string> Hosts,
    IReadOnlyList<string> Clusters,
    IReadOnlyList<string> Connections,
    IReadOnlyList<string> Platforms,
    IReadOnlyList<string> Systems)
{
    private const int Most = 100;

    public static FleetVocabulary Of(FleetSnapshot fleet) => new(
        fleet.Vms.SelectMany(seen => seen.Vm.Tags).GroupBy(tag => tag.Key, tag => tag.Value)
            .OrderByDescending(tag => tag.Count()).ThenBy(tag => tag.Key, StringComparer.Ordinal).Take(Most)
            .ToDictionary(tag => tag.Key, tag => MostUsed(tag)),
        MostUsed(fleet.Vms.Select(seen => seen.Vm.Host)),
        MostUsed(fleet.Vms.Select(seen => seen.Cluster)),
        MostUsed(All(fleet).Select(seen => seen.Connection)),
        MostUsed(All(fleet).Select(seen => seen.Platform)),
        MostUsed(fleet.Vms.Select(seen => seen.Vm.Os)));

    private static IEnumerable<FleetObject> All(FleetSnapshot fleet) => [.. fleet.Vms, .. fleet.Hosts, .. fleet.Storages];

    private static IReadOnlyList<string> MostUsed(IEnumerable<string?> words) =>
    [
        .. words.Where(word => !string.IsNullOrEmpty(word)).Select(word => word!).CountBy(word => word)
            .OrderByDescending(counted => counted.Value).ThenBy(counted => counted.Key, StringComparer.Ordinal).Take(Most)
            .Select(counted => counted.Key),
    ];
}
