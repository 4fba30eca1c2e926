using System.Collections.Immutable;
using Runbooks.Activities.Platforms.VSphere.Properties;
using Runbooks.Activities.Platforms.VSphere.Protocol;

namespace Runbooks.Activities.Platforms.VSphere.Reading;

/// <summary>The names of objects that others refer to.</summary>
internal sealed class Names
{
    private readonly Dictionary<ManagedObject, string> _names = [];
    private readonly Dictionary<ManagedObject, ManagedObject> _clusters = [];

    public Names(IEnumerable<ObjectProperties> objects)
    {
        foreach (var found in objects) Add(found);
    }

    public void Add(ObjectProperties found)
    {
        _names[found.Object] = found.Name;
        // The parent of a host of its own is a compute resource that nobody knows by name.
        if (found.Object.Type == "HostSystem" && found.Reference("parent") is { Type: "ClusterComputeResource" } cluster)
            _clusters[found.Object] = cluster;
    }

    public string? Of(ManagedObject? target) => target is { } known ? _names.GetValueOrDefault(known) : null;

    public ManagedObject? ClusterRefOf(ManagedObject? host) => host is { } known && _clusters.TryGetValue(known, out var cluster) ? cluster : null;

    public string? ClusterOf(ManagedObject? host) => Of(ClusterRefOf(host));

    public ImmutableArray<string> Of(IEnumerable<ManagedObject> targets) =>
        [.. targets.Select(target => Of(target)).OfType<string>().Order(StringComparer.Ordinal)];
}
