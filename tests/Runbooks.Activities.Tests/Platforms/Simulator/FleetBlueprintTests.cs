using System.Text.Json;
using CsCheck;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Simulator;

namespace Runbooks.Activities.Tests.Platforms.Simulator;

public sealed class FleetBlueprintTests
{
    private static FleetKey Default(int seed = 1, string world = "") => FleetKey.Of(new SimulatorSettings { Seed = seed, World = world });

    [Fact]
    public void Of_DefaultSettings_IsTheFleetOfTheManual()
    {
        var fleet = FleetBlueprint.Of(Default());
        Assert.Equal(60, fleet.Vms.Length);
        Assert.Equal(["hv-a-01", "hv-b-01", "hv-a-02", "hv-b-02", "hv-a-03", "hv-b-03"], fleet.Hosts.Select(host => host.Name));
        Assert.Equal(["cluster-a", "cluster-b"], fleet.Hosts.Select(host => host.Cluster).Distinct());
        Assert.Equal(["dev", "prod", "test"], fleet.Vms.Select(vm => vm.Machine.Tags["env"]).Distinct().Order());
        Assert.Contains(fleet.Vms, vm => vm.Machine.Name == "web-05");
        Assert.Equal(["ubuntu-24.04", "rocky-9", "windows-2022"], fleet.Templates.Select(template => template.Name));
        Assert.Equal(["ds-a-01", "ds-a-02"], fleet.Hosts[0].Storages.AsEnumerable());
        Assert.All(fleet.Vms, vm => Assert.Contains("app", vm.Machine.Tags.Keys));
        Assert.All(fleet.Vms, vm => Assert.Contains("owner", vm.Machine.Tags.Keys));
    }

    [Fact]
    public void Of_SameSeed_IsTheSameFleet()
    {
        var (one, other) = (FleetBlueprint.Of(Default()), FleetBlueprint.Of(Default()));
        Assert.Equal(JsonSerializer.Serialize(one), JsonSerializer.Serialize(other));
    }

    [Theory]
    [InlineData(2, "")]
    [InlineData(1, "other")]
    public void Of_OtherSeedOrWorld_SharesNoIdentity(int seed, string world)
    {
        var (one, other) = (FleetBlueprint.Of(Default()), FleetBlueprint.Of(Default(seed, world)));
        Assert.Empty(Ids(one).Intersect(Ids(other)));

        static IEnumerable<string> Ids(FleetBlueprint fleet) =>
            fleet.Vms.Select(vm => vm.Machine.Id)
                .Concat(fleet.Hosts.Select(host => host.Id))
                .Concat(fleet.Storages.Select(storage => storage.Id));
    }

    [Fact]
    public void Of_LargerFleet_KeepsTheIdentityOfTheFirstVms()
    {
        var small = FleetBlueprint.Of(Default());
        var large = FleetBlueprint.Of(Default() with { VirtualMachines = 1000, Hosts = 40 });
        Assert.Equal(small.Vms.Select(Identity), large.Vms.Take(60).Select(Identity));

        static (string, string) Identity(VmBlueprint vm) => (vm.Machine.Id, vm.Machine.Name);
    }

    [Fact]
    public void Of_AnySizes_IsConsistent() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[0, 400], Gen.Int[1, 8], Gen.Int).Sample((hosts, vms, clusters, seed) =>
        {
            var fleet = FleetBlueprint.Of(new FleetKey("", seed, hosts, vms, Math.Min(clusters, hosts), null));
            var room = fleet.Hosts.ToDictionary(host => host.Name);
            Assert.Distinct(fleet.Vms.Select(vm => vm.Machine.Id).Concat(fleet.Hosts.Select(host => host.Id)));
            Assert.Distinct(fleet.Vms.Select(vm => vm.Machine.Name));
            Assert.Distinct(fleet.Vms.Select(vm => vm.Machine.IpAddresses[0]));
            Assert.All(fleet.Vms, vm => Assert.Equal(vm.Machine.Cluster, room[vm.Machine.Host!].Cluster));
            Assert.All(fleet.Vms.GroupBy(vm => vm.Machine.Host!), on =>
                Assert.True(on.Sum(vm => vm.Machine.MemoryBytes) <= room[on.Key].MemoryBytes, $"{on.Key} is overcommitted"));
        }, iter: 200);

    [Fact]
    public void Of_AnySeed_HasSomethingForEachJob() =>
        Gen.Int.Sample(seed =>
        {
            var vms = FleetBlueprint.Of(Default(seed)).Vms;
            Assert.True(vms.Count(IsIdleCandidate) >= 3, "idle test VMs that may be powered off");
            Assert.Contains(vms, vm => Idle(vm) && !vm.Machine.Tags.ContainsKey("idleOff"));
            Assert.Contains(vms, vm => !Idle(vm) && vm.Machine.Tags.ContainsKey("idleOff"));
            Assert.InRange(vms.Count(vm => vm.Machine.Tags.ContainsKey("protected")), 2, 6);
            Assert.All(vms.Where(vm => vm.Machine.Tags["env"] == "prod"), vm => Assert.Equal(PowerState.On, vm.Machine.PowerState));
        }, iter: 300);

    private static bool Idle(VmBlueprint vm) => vm.Load.Shape == LoadShape.Idle;

    private static bool IsIdleCandidate(VmBlueprint vm) =>
        Idle(vm)
        && vm.Machine.PowerState == PowerState.On
        && vm.Machine.Tags["env"] == "test"
        && vm.Machine.Tags.GetValueOrDefault("idleOff") == "yes";
}
