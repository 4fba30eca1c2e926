using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;
using Runbooks.Server.Fleet.Picture;
using Runbooks.Server.Http;

namespace Runbooks.Server.Fleet.Listing;

/// <summary>The columns that a list of the fleet can be put in the order of: <c>cpu</c>, or <c>-cpu</c> for the highest first. What is not
/// known comes last either way, and equals are in <see cref="FleetOrder"/>.</summary>
internal sealed class FleetSort<T>(
    IReadOnlyDictionary<string, Func<T, string?>> texts, IReadOnlyDictionary<string, Func<T, double?>> numbers)
    where T : FleetObject
{
    /// <param name="objects">In <see cref="FleetOrder"/>.</param>
    /// <exception cref="RequestException">There is no such column.</exception>
    public IReadOnlyList<T> Sort(IReadOnlyList<T> objects, string? by)
    {
        if (string.IsNullOrEmpty(by) || by == "name") return objects;
        var (descending, column) = by[0] == '-' ? (true, by[1..]) : (false, by);
        if (column == "name") return [.. objects.Reverse()];
        if (texts.TryGetValue(column, out var text)) return Sorted(objects, seen => string.IsNullOrEmpty(text(seen)) ? null : text(seen), StringComparer.OrdinalIgnoreCase, descending);
        if (numbers.TryGetValue(column, out var number)) return Sorted(objects, number, Comparer<double?>.Default, descending);
        var message = $"sort must be one of name, {string.Join(", ", texts.Keys.Concat(numbers.Keys).Order(StringComparer.Ordinal))}, with - before it for the other way round.";
        throw new RequestException(Problems.InQuery("sort", message));
    }

    private static IReadOnlyList<T> Sorted<TKey>(IReadOnlyList<T> objects, Func<T, TKey?> key, IComparer<TKey?> comparer, bool descending)
    {
        var keyed = objects.Select(seen => (Seen: seen, Key: key(seen))).ToList();
        var known = keyed.Where(item => item.Key is not null);
        var sorted = descending ? known.OrderByDescending(item => item.Key, comparer) : known.OrderBy(item => item.Key, comparer);
        return [.. sorted.Select(item => item.Seen), .. keyed.Where(item => item.Key is null).Select(item => item.Seen)];
    }
}

internal static class FleetSorts
{
    public static readonly FleetSort<FleetVm> Vms = new(
        new Dictionary<string, Func<FleetVm, string?>>(OfAll<FleetVm>())
        {
            ["cluster"] = seen => seen.Cluster,
            ["powerState"] = seen => seen.Vm.PowerState.ToString(),
            ["host"] = seen => seen.Vm.Host,
            ["os"] = seen => seen.Vm.Os,
        },
        new Dictionary<string, Func<FleetVm, double?>>(Loads<FleetVm>())
        {
            ["cpus"] = seen => seen.Vm.Cpus,
            ["memoryBytes"] = seen => seen.Vm.MemoryBytes,
            ["createdAt"] = seen => seen.Vm.CreatedAt?.UtcTicks,
        });

    public static readonly FleetSort<FleetHost> Hosts = new(
        new Dictionary<string, Func<FleetHost, string?>>(OfAll<FleetHost>())
        {
            ["cluster"] = seen => seen.Cluster,
            ["state"] = seen => seen.Host.State.ToString(),
        },
        new Dictionary<string, Func<FleetHost, double?>>(Loads<FleetHost>())
        {
            ["cpus"] = seen => seen.Host.Cpus,
            ["memoryBytes"] = seen => seen.Host.MemoryBytes,
            ["vms"] = seen => seen.Vms,
        });

    public static readonly FleetSort<FleetStorage> Storages = new(
        OfAll<FleetStorage>(),
        new Dictionary<string, Func<FleetStorage, double?>>
        {
            ["capacityBytes"] = seen => seen.Storage.CapacityBytes,
            ["freeBytes"] = seen => seen.Storage.FreeBytes,
            ["used"] = seen => Used(seen.Storage),
        });

    private static Dictionary<string, Func<T, string?>> OfAll<T>()
        where T : FleetObject => new()
    {
        ["connection"] = seen => seen.Connection,
        ["platform"] = seen => seen.Platform,
    };

    private static Dictionary<string, Func<T, double?>> Loads<T>()
        where T : FleetObject => new()
    {
        ["cpu"] = seen => seen.Load?.Cpu,
        ["memory"] = seen => seen.Load?.Memory,
        ["disk"] = seen => seen.Load?.Disk,
        ["network"] = seen => seen.Load?.Network,
        ["lastSeenAt"] = seen => seen.LastSeenAt.UtcTicks,
    };

    private static double? Used(Storage storage) => storage.CapacityBytes > 0 ? 1 - ((double)storage.FreeBytes / storage.CapacityBytes) : null;
}
