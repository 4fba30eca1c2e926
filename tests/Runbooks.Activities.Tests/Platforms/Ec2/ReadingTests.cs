using Runbooks.Activities.Platforms;
using Runbooks.Activities.Tests.Platforms.Ec2.StandIn;

namespace Runbooks.Activities.Tests.Platforms.Ec2;

public sealed class ReadingTests : Ec2Tests
{
    [Fact]
    public async Task GetInventory_MoreThanOnePage_HasEverything()
    {
        for (var i = 0; i < 5; i++) World.Add("running", $"many-{i}");
        var inventory = await Platform.GetInventoryAsync(Cancellation);
        Assert.Equal(["app-01", "db-01", "many-0", "many-1", "many-2", "many-3", "many-4", "web-01"], inventory.VirtualMachines.Select(vm => vm.Name).Order());
        Assert.Equal(["al2023", "golden-1", "golden-2", "golden-3"], inventory.Templates.Select(image => image.Name).Order());
        Assert.Equal(["back", "front", "subnet-00000000000000002"], inventory.Networks.Select(network => network.Name).Order());
        Assert.Equal(["eu-central-1a", "eu-central-1b"], inventory.Clusters.Select(cluster => cluster.Name));
        Assert.Equal([("metal-1", 96, 48 * 8L << 30), ("metal-2", 96, 48 * 8L << 30)], inventory.Hosts.Select(host => (host.Name, host.Cpus, host.MemoryBytes)));
    }

    [Fact]
    public async Task GetInventory_NothingThere_IsEmpty()
    {
        World.Instances.Clear();
        World.Images.Clear();
        World.Subnets.Clear();
        World.Hosts.Clear();
        var inventory = await Platform.GetInventoryAsync(Cancellation);
        Assert.Equal((0, 0, 0, 0), (inventory.VirtualMachines.Length, inventory.Templates.Length, inventory.Networks.Length, inventory.Hosts.Length));
        Assert.Empty(await Platform.SampleAsync(Cancellation));
    }

    [Fact]
    public async Task GetVirtualMachine_Running_IsDescribed()
    {
        var vm = await VmAsync(Testbed.Vm);
        Assert.Equal($"ec2:123456789012/eu-central-1/{Testbed.Vm}", vm.Id);
        Assert.Equal(("metal-1", "eu-central-1a", "Linux/UNIX"), (vm.Host, vm.Cluster, vm.Os));
        Assert.Equal((2, 8L << 30, true), (vm.Cpus, vm.MemoryBytes, vm.GuestAnswers));
        Assert.Equal(["10.0.0.1"], vm.IpAddresses);
        Assert.Null((await VmAsync(World["db-01"].Id)).GuestAnswers);
        Assert.False((await VmAsync(Testbed.DeafVm!)).GuestAnswers);
    }

    [Theory]
    [InlineData("pending", PowerState.On)]
    [InlineData("running", PowerState.On)]
    [InlineData("stopping", PowerState.On)]
    [InlineData("shutting-down", PowerState.Unknown)]
    [InlineData("stopped", PowerState.Off)]
    public async Task GetVirtualMachine_EachState_IsMapped(string state, PowerState expected)
    {
        var id = World.Add(state, "one").Id;
        Assert.Equal(expected, (await VmAsync(id)).PowerState);
        Assert.Equal(expected, (await Platform.GetInventoryAsync(Cancellation)).VirtualMachines.Single(vm => vm.NativeId == id).PowerState);
    }

    [Fact]
    public async Task GetVirtualMachine_Terminated_IsGone() => Assert.Null(await Platform.GetVirtualMachineAsync(World["old-01"].Id, Cancellation));

    [Fact]
    public async Task GetVirtualMachine_NoName_IsCalledByItsId()
    {
        var id = World.Add(new Instance(World.Clock, "running") { Id = World.NewId(), Type = "m7i.large" }).Id;
        Assert.Equal(id, (await VmAsync(id)).Name);
    }

    [Fact]
    public async Task GetVirtualMachine_OrdinaryOne_LosesNothingWhenOff() => Assert.Empty((await VmAsync(Testbed.Vm)).LostWhenOff);

    [Fact]
    public async Task GetVirtualMachine_ElasticIp_IsNotLost() => Assert.Empty(await LossesAsync(address: "192.0.2.7", owner: World.Account));

    [Theory]
    [InlineData("m7i.large", "instance-store", null, null, "its root disk, which is an instance store")]
    [InlineData("m7id.large", "ebs", null, null, "the contents of the instance store that its type m7id.large has")]
    [InlineData("m7i.large", "ebs", "web", null, "its place in the Auto Scaling group web, which replaces it")]
    [InlineData("m7i.large", "ebs", null, "192.0.2.7", "its public address 192.0.2.7, which is not an Elastic IP")]
    public async Task GetVirtualMachine_WhatItLosesWhenOff_IsSaid(string type, string root, string? group, string? address, string loss) =>
        Assert.Equal([loss], await LossesAsync(type, root, group, address));

    private async Task<IEnumerable<string>> LossesAsync(
        string type = "m7i.large", string root = "ebs", string? group = null, string? address = null, string owner = "amazon")
    {
        var instance = World.Add(new Instance(World.Clock, "running")
        {
            Id = World.NewId(), Type = type, RootDevice = root, PublicAddress = address, AddressOwner = owner,
        });
        if (group is not null) instance.Tags["aws:autoscaling:groupName"] = group;
        return (await VmAsync(instance.Id)).LostWhenOff;
    }
}
