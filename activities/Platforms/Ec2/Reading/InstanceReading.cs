using System.Collections.Immutable;
using Amazon.EC2.Model;

namespace Runbooks.Activities.Platforms.Ec2.Reading;

/// <summary>One instance, with what else is needed to show it.</summary>
/// <param name="Account">Whose it is.</param>
/// <param name="Host">The dedicated host that it is on; null on shared hardware.</param>
/// <param name="Status">What EC2's checks say of its guest: <c>ok</c>, <c>impaired</c>, <c>initializing</c>; null where it was not checked.</param>
internal sealed record InstanceReading(Instance Instance, string Account, InstanceSize? Size, Platforms.Host? Host, string? Status)
{
    public VirtualMachine ToVm(Ec2Names names)
    {
        var tags = Instance.Tags.OrEmpty().ToImmutableSortedDictionary(tag => tag.Key, tag => tag.Value ?? "", StringComparer.Ordinal);
        return new VirtualMachine(
            names.Of(Account, Instance.InstanceId),
            Instance.InstanceId,
            tags.GetValueOrDefault("Name") is { Length: > 0 } name ? name : Instance.InstanceId,
            Power,
            Host?.Name,
            Instance.Placement?.AvailabilityZone,
            Cpus,
            Size?.Memory ?? 0,
            tags,
            Addresses,
            Instance.PlatformDetails,
            Instance.LaunchTime is { } launched ? new DateTimeOffset(launched.ToUniversalTime()) : null)
        {
            GuestAnswers = Status switch { "ok" => true, "impaired" or "initializing" => false, _ => null },
            LostWhenOff = PowerOffLosses.Of(Instance, Size),
        };
    }

    /// <summary>What a host that is down ran is not known to run.</summary>
    private PowerState Power => Lifecycle.PowerOf(Instance) is PowerState.On && Host?.State == HostState.Down
        ? PowerState.Unknown
        : Lifecycle.PowerOf(Instance);

    /// <summary>An instance may have been made with fewer CPUs than its type has.</summary>
    private int Cpus => Instance.CpuOptions is { CoreCount: > 0 and { } cores, ThreadsPerCore: > 0 and { } threads }
        ? cores * threads
        : Size?.Cpus ?? 0;

    private ImmutableArray<string> Addresses =>
        [.. new[] { Instance.PrivateIpAddress, Instance.PublicIpAddress, Instance.Ipv6Address }.Where(address => !string.IsNullOrEmpty(address))];
}

/// <summary>Identities: <c>ec2:{account}/{region}/{id}</c>.</summary>
internal sealed record Ec2Names(string Region)
{
    public string Of(string? account, string id) => $"{Ec2Factory.Name}:{account}/{Region}/{id}";
}
