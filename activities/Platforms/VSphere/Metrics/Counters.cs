using Runbooks.Activities.Platforms.VSphere.Properties;
using Runbooks.Activities.Platforms.VSphere.Protocol;
using Runbooks.Activities.Platforms.VSphere.Session;

namespace Runbooks.Activities.Platforms.VSphere.Metrics;

/// <summary>The numbers that this vCenter gives to the counters that are asked for. They differ between vCenters.</summary>
/// <param name="OfVm">Reads and writes of each virtual disk, which are counted on every kind of datastore.</param>
internal sealed record Counters(IReadOnlyList<string> OfVm, IReadOnlyList<string> OfHost, string? Network)
{
    public static async Task<Counters> ReadAsync(OpenSession session, ManagedObject performance, CancellationToken cancellation)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        var found = await PropertyReader.OneAsync(session, performance, ["perfCounter"], cancellation);
        foreach (var counter in found?.Items("perfCounter") ?? [])
        {
            var name = $"{counter.Child("groupInfo")?.Text("key")}.{counter.Child("nameInfo")?.Text("key")}.{counter.Text("rollupType")}";
            if (counter.Text("key") is { } key) known[name] = key;
        }

        return new Counters(
            Those("virtualDisk.read.average", "virtualDisk.write.average"), Those("disk.usage.average"), known.GetValueOrDefault("net.usage.average"));

        List<string> Those(params string[] names) => [.. names.Select(name => known.GetValueOrDefault(name)).OfType<string>()];
    }

    public IReadOnlyList<string> Disk(ManagedObject target) => target.Type == "HostSystem" ? OfHost : OfVm;
}
