using System.Collections.Immutable;

namespace Runbooks.Activities.Platforms;

/// <summary>A VM that is wanted. What is null is left to the platform, or is as in the source.</summary>
/// <param name="Source">The native id of a template or image (<see cref="Inventory.Templates"/>).</param>
/// <param name="Size">The name of a size, where the platform has named ones (EC2 instance type, OpenStack flavor).</param>
/// <param name="Host">The name of the host that it shall be on.</param>
/// <param name="UserData">Given to the guest at its first start, as cloud-init reads it. Readable by whoever may read the VM: no secrets.</param>
public sealed record VmOrder(
    string Name,
    string Source,
    int? Cpus,
    long? MemoryBytes,
    string? Size,
    string? Host,
    string? Storage,
    string? Network,
    ImmutableSortedDictionary<string, string> Tags,
    string? UserData,
    bool PowerOn);

/// <summary>The result of <see cref="PlatformOperation.Provision"/>, as JSON.</summary>
public sealed record Provisioned(string NativeId);
