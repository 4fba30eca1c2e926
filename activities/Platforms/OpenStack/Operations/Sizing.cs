using System.Globalization;
using Runbooks.Activities.Platforms.OpenStack.Compute;

namespace Runbooks.Activities.Platforms.OpenStack.Operations;

/// <summary>Finds the flavor for CPUs and memory: OpenStack has named sizes only.</summary>
internal sealed class Sizing(Nova nova, string? defaultFlavor)
{
    /// <summary>The flavor of a VM that is ordered.</summary>
    public async Task<Flavor> OfAsync(VmOrder order, CancellationToken cancellation)
    {
        var flavors = await nova.FlavorsAsync(cancellation);
        if (order.Size is { Length: > 0 } size) return Named(flavors, size);
        var usual = string.IsNullOrEmpty(defaultFlavor) ? null : Named(flavors, defaultFlavor);
        if (order.Cpus is null && order.MemoryBytes is null)
            return usual ?? throw new PlatformException(PlatformError.Invalid, "no size is ordered, and the connection has no default flavor; give a flavor such as m1.small");
        return Choose(flavors, order.Cpus, order.MemoryBytes, usual?.ExtraSpecs ?? new Dictionary<string, string>(), usual?.Disk ?? 0)
            ?? throw None(flavors, order.Cpus, order.MemoryBytes);
    }

    /// <summary>The flavor of just this size that a server can get: its disk cannot shrink.</summary>
    /// <exception cref="PlatformException"><see cref="PlatformError.Invalid"/>: there is none; says which there are.</exception>
    public async Task<Flavor> FindAsync(ServerFlavor now, int cpus, long memory, CancellationToken cancellation)
    {
        var flavors = await nova.FlavorsAsync(cancellation);
        return Choose(flavors, cpus, memory, now.ExtraSpecs, now.Disk) ?? throw None(flavors, cpus, memory);
    }

    /// <summary>What flavors promise besides their size (a GPU, pinned CPUs, a group of hosts) is in their extra specs: the one with the
    /// same is taken; else the one with fewest. Then the one with the smallest disk.</summary>
    private static Flavor? Choose(
        IEnumerable<Flavor> flavors, int? cpus, long? memory, IReadOnlyDictionary<string, string> like, int disk) => flavors
        .Where(flavor => (cpus ?? flavor.Vcpus) == flavor.Vcpus && (memory ?? flavor.MemoryBytes) == flavor.MemoryBytes && flavor.Disk >= disk)
        .OrderBy(flavor => flavor.ExtraSpecs.Count == like.Count && !flavor.ExtraSpecs.Except(like).Any() ? 0 : 1)
        .ThenBy(flavor => flavor.ExtraSpecs.Count)
        .ThenBy(flavor => (flavor.Vcpus, flavor.Ram, flavor.Disk))
        .ThenBy(flavor => flavor.Name, StringComparer.Ordinal)
        .FirstOrDefault();

    private static Flavor Named(List<Flavor> flavors, string name) =>
        flavors.FirstOrDefault(flavor => flavor.Name == name || flavor.Id == name)
        ?? throw new PlatformException(PlatformError.Invalid, $"there is no flavor '{name}'. There are: {string.Join("; ", flavors.Select(Words))}");

    private static PlatformException None(List<Flavor> flavors, int? cpus, long? memory) => new(
        PlatformError.Invalid,
        $"no flavor has {Words(cpus, memory)} and room for the disk. There are: {string.Join("; ", flavors.Select(Words))}");

    private static string Words(Flavor flavor) => $"{flavor.Name} with {Words(flavor.Vcpus, flavor.MemoryBytes)} and {flavor.Disk} GiB of disk";

    private static string Words(int? cpus, long? memory) => string.Join(" and ", new[]
    {
        cpus is null ? null : $"{cpus} CPUs",
        memory is null ? null : string.Create(CultureInfo.InvariantCulture, $"{memory / (double)(1L << 30):0.##} GiB"),
    }.Where(part => part is not null));
}
