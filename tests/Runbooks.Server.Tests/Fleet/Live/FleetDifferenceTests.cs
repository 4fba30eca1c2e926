using System.Collections.Immutable;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;
using Runbooks.Server.Fleet.Live;
using Runbooks.Server.Fleet.Picture;

namespace Runbooks.Server.Tests.Fleet.Live;

public sealed class FleetDifferenceTests
{
    [Fact]
    public void Between_SameVmReadAgain_IsNone() => Assert.Equal(0, Between(Vm("an address"), Vm("an address")));

    [Fact]
    public void Between_LosesSomethingElseWhenOff_IsAChange() => Assert.Equal(1, Between(Vm("an address"), Vm("its root disk")));

    private static int Between(VirtualMachine before, VirtualMachine after) => FleetDifference.Between(Seen(before), Seen(after)).Count;

    private static FleetSnapshot Seen(VirtualMachine vm) => new([new FleetVm(vm, "aws", "ec2", DateTimeOffset.UnixEpoch, false, null)], [], []);

    /// <summary>Each with collections of its own, as each reading has.</summary>
    private static VirtualMachine Vm(string loss) => new(
        "ec2:1/eu-central-1/i-1", "i-1", "web", PowerState.On, null, "eu-central-1a", 2, 8L << 30,
        ImmutableSortedDictionary<string, string>.Empty.Add("owner", "ops"), [.. new[] { "10.0.0.1" }])
    {
        LostWhenOff = [.. new[] { loss }],
        Storages = [.. new[] { "ebs" }],
    };
}
