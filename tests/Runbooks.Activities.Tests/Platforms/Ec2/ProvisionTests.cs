using System.Text;
using System.Text.Json;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Tests.Platforms.Ec2;

public sealed class ProvisionTests : Ec2Tests
{
    private static readonly PlatformOperation.Provision Provision = new(Order("new-01"));

    public static TheoryData<CrashPoint> Crashes => [.. Enum.GetValues<CrashPoint>()];

    [Fact]
    public async Task Provision_Order_IsMadeAsOrdered()
    {
        var made = Id(await OperateAsync(Provision));
        var (vm, instance) = (await VmAsync(made), World["new-01"]);
        Assert.Equal(("new-01", PowerState.On, 4, 16L << 30, "eu-central-1b"), (vm.Name, vm.PowerState, vm.Cpus, vm.MemoryBytes, vm.Cluster));
        Assert.Equal([("Name", "new-01"), ("owner", "ops")], vm.Tags.Select(tag => (tag.Key, tag.Value)));
        Assert.Equal(("subnet-00000000000000003", "#cloud-config\n"), (instance.Subnet, Encoding.UTF8.GetString(Convert.FromBase64String(instance.UserData!))));
    }

    [Theory]
    [MemberData(nameof(Crashes))]
    public async Task Provision_AfterACrash_IsMadeOnce(CrashPoint crash)
    {
        var handle = await OperationProtocol.RunUntilAsync(crash, Platform, Testbed, Provision, "key", Cancellation);
        Assert.Equal(Recovery.Settled, await OperationProtocol.RecoverAsync(Reconnect(), Testbed, Provision, "key", handle, Cancellation));
        Assert.Equal(1, Effects("provision", "new-01"));
    }

    [Fact]
    public async Task Provision_AnswerIsLost_IsMadeOnce()
    {
        Testbed.Aws.Faults.LosesAnswer["RunInstances"] = 1;
        var made = Id(await OperateAsync(Provision));
        Assert.Equal((1, made), (Effects("provision", "new-01"), World["new-01"].Id));
        Assert.Equal(2, Testbed.Aws.Log.Count(action => action == "RunInstances"));
    }

    [Fact]
    public async Task Provision_NameIsTakenByAnotherKey_IsAConflict()
    {
        await OperateAsync(Provision, "key-1");
        Assert.Contains(World["new-01"].Id, (await FailsAsync(PlatformError.Conflict, Provision, "key-2")).Message, StringComparison.Ordinal);
        Assert.Equal(1, Effects("provision", "new-01"));
    }

    [Fact]
    public async Task Provision_NameOfOneThatIsGone_IsFree()
    {
        await OperateAsync(new PlatformOperation.Provision(Order("old-01")));
        Assert.Equal(1, Effects("provision", "old-01"));
    }

    [Fact]
    public async Task Provision_SameKeyForAnotherOrder_IsAConflict()
    {
        await OperateAsync(Provision);
        var error = await FailsAsync(PlatformError.Conflict, new PlatformOperation.Provision(Order("new-02")));
        Assert.Contains("IdempotentParameterMismatch", error.Message, StringComparison.Ordinal);
        Assert.Single(World.Effects);
    }

    [Fact]
    public async Task Provision_NotKnownYet_IsNotGone()
    {
        World.Newborn = TimeSpan.FromSeconds(40);
        var handle = await Platform.StartAsync(Provision, "key", Cancellation);
        var made = World["new-01"].Id;
        var error = await Assert.ThrowsAsync<PlatformException>(() => Platform.GetVirtualMachineAsync(made, Cancellation));
        Assert.Equal((PlatformError.Busy, true), (error.Error, error.Retryable));
        await FailsAsync(PlatformError.Busy, new PlatformOperation.PowerOff(made));
        Assert.Equal(made, Id(await Testbed.EndAsync(Reconnect().AwaitAsync(Provision, handle, null, Cancellation))));
    }

    [Fact]
    public async Task Provision_NeverKnown_IsGoneInTheEnd()
    {
        World.Newborn = TimeSpan.FromHours(1);
        await FailsAsync(PlatformError.NotFound, Provision);
        Assert.Null(await Platform.GetVirtualMachineAsync(World["new-01"].Id, Cancellation));
    }

    [Fact]
    public async Task Provision_NoCapacity_IsSaid()
    {
        Testbed.Aws.Faults.NoCapacity = true;
        Assert.True((await FailsAsync(PlatformError.Capacity, Provision)).Retryable);
        Assert.Empty(World.Effects);
    }

    [Fact]
    public async Task Provision_RemovedForWantOfRoom_IsSaid()
    {
        var handle = await Platform.StartAsync(Provision, "key", Cancellation);
        Testbed.Clock.Advance(TimeSpan.FromSeconds(5));
        World["new-01"].Fail("terminated", "Server.InsufficientInstanceCapacity");
        var error = await Assert.ThrowsAsync<PlatformException>(() => Testbed.EndAsync(Platform.AwaitAsync(Provision, handle, null, Cancellation)));
        Assert.Equal(PlatformError.Capacity, error.Error);
    }

    [Fact]
    public async Task Provision_CpusAndMemory_TakesTheSizeOfTheDefaultFamily()
    {
        await OperateAsync(new PlatformOperation.Provision(Order("new-01") with { Size = null, Cpus = 8, MemoryBytes = 32L << 30 }));
        Assert.Equal("m7i.2xlarge", World["new-01"].Type);
    }

    [Fact]
    public async Task Provision_NoSuchSize_SaysWhichThereAre()
    {
        var order = Order("new-01") with { Size = null, Cpus = 3 };
        Assert.Contains("m7i.xlarge with 4 CPUs and 16 GiB", (await FailsAsync(PlatformError.Invalid, new PlatformOperation.Provision(order))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Provision_OnADedicatedHost_IsThere()
    {
        await OperateAsync(new PlatformOperation.Provision(Order("new-01") with { Host = "metal-2" }));
        Assert.Equal("metal-2", (await VmAsync(World["new-01"].Id)).Host);
    }

    [Theory]
    [InlineData(null, "nowhere", null, PlatformError.Invalid)]
    [InlineData("metal-9", "back", null, PlatformError.Invalid)]
    [InlineData(null, "back", "gp3", PlatformError.Invalid)]
    public async Task Provision_WhatIsNotThere_IsInvalid(string? host, string network, string? storage, PlatformError expected)
    {
        await FailsAsync(expected, new PlatformOperation.Provision(Order("new-01") with { Host = host, Network = network, Storage = storage }));
        Assert.Empty(World.Effects);
    }

    [Fact]
    public async Task Provision_Off_IsUnsupported()
    {
        await FailsAsync(PlatformError.Unsupported, new PlatformOperation.Provision(Order("new-01") with { PowerOn = false }));
        Assert.Empty(World.Effects);
    }

    [Fact]
    public async Task Provision_UnknownImage_IsNotFound() =>
        await FailsAsync(PlatformError.NotFound, new PlatformOperation.Provision(Order("new-01") with { Source = "ami-0000000000000dead" }));

    [Fact]
    public void KindOf_Provision_IsKeyed() => Assert.Equal(OperationKind.Keyed, Platform.KindOf(Provision));

    private static string Id(JsonElement? result) => result!.Value.Deserialize<Provisioned>(ActivityJson.Options)!.NativeId;
}
