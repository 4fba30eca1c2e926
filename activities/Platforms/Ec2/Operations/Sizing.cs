using System.Globalization;
using Runbooks.Activities.Platforms.Ec2.Reading;

namespace Runbooks.Activities.Platforms.Ec2.Operations;

/// <summary>Finds the instance type for CPUs and memory: EC2 has named sizes only.</summary>
internal sealed class Sizing(InstanceTypes types, string? defaultType)
{
    /// <summary>The type of a VM that is ordered.</summary>
    public async Task<string> OfAsync(VmOrder order, CancellationToken cancellation)
    {
        if (order.Size is { Length: > 0 } size) return size;
        if (string.IsNullOrEmpty(defaultType))
        {
            throw new PlatformException(
                PlatformError.Invalid, "no size is ordered, and the connection has no default instance type; give an instance type such as m7i.large");
        }

        if (order.Cpus is null && order.MemoryBytes is null) return defaultType;
        return (await FindAsync(defaultType, order.Cpus, order.MemoryBytes, cancellation)).Name;
    }

    /// <summary>The type of the same family with just these CPUs and this memory; where one is null, the smallest.</summary>
    /// <exception cref="PlatformException"><see cref="PlatformError.Invalid"/>: the family has none; says which sizes it has.</exception>
    public async Task<InstanceSize> FindAsync(string like, int? cpus, long? memory, CancellationToken cancellation)
    {
        var family = InstanceSize.FamilyOf(like);
        var sizes = await types.FamilyAsync(family, cancellation);
        return sizes.FirstOrDefault(size => (cpus ?? size.Cpus) == size.Cpus && (memory ?? size.Memory) == size.Memory)
            ?? throw new PlatformException(
                PlatformError.Invalid,
                $"the family {family} has no size with {Words(cpus, memory)}. It has: {string.Join("; ", sizes.Select(Words))}");
    }

    private static string Words(InstanceSize size) => $"{size.Name} with {Words(size.Cpus, size.Memory)}";

    private static string Words(int? cpus, long? memory) => string.Join(" and ", new[]
    {
        cpus is null ? null : $"{cpus} CPUs",
        memory is null ? null : string.Create(CultureInfo.InvariantCulture, $"{memory / (double)(1L << 30):0.##} GiB"),
    }.Where(part => part is not null));
}
