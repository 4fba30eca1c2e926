using System.Collections.Immutable;
using System.Text;
using Runbooks.Activities.Integration;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Tests.Platforms.HyperV.StandIn;

namespace Runbooks.Activities.Tests.Platforms.HyperV;

public sealed class MakingTests : HyperVTests
{
    [Fact]
    public async Task Provision_FromATemplate_StandsOnItsDiskWithItsFirmware()
    {
        var made = await MakeAsync(await OrderAsync());
        var machine = Testbed.World["db-01"];
        Assert.Equal(Testbed.World["debian-13"].HardDrives[0].Path, Testbed.World.Files[machine.HardDrives[0].Path]);
        Assert.Equal(("MicrosoftUEFICertificateAuthority", "lan", true), (machine.Firmware.SecureBootTemplate, machine.NetworkAdapters[0].SwitchName, machine.IsClustered));
        Assert.Same(machine.HardDrives[0], machine.Firmware.FirstBootDevice);
        Assert.Equal(["Cluster Disk 1"], (await ShownAsync(made)).Storages.AsEnumerable());
        Assert.Equal(["owner"], (await ShownAsync(made)).Tags.Keys);
    }

    [Fact]
    public async Task Provision_UserData_IsOnADiscThatGoesWithTheVm()
    {
        var made = await MakeAsync(await OrderAsync() with { UserData = "#cloud-config\n", PowerOn = false });
        var disc = Assert.Single(Testbed.World["db-01"].DVDDrives).Path;
        Assert.Contains("#cloud-config", Encoding.UTF8.GetString(Testbed.World.Contents[disc]), StringComparison.Ordinal);
        await OperateAsync(new PlatformOperation.Delete(made));
        Assert.DoesNotContain(Testbed.World.Files.Keys, path => path.Contains("runbooks-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Provision_AnswerIsLost_TheSameKeyGivesTheSameVm()
    {
        var (order, key) = (await OrderAsync(), NewKey());
        var cut = new TaskCompletionSource();
        Testbed.Host.PowerShell.BeforeAnswer = () =>
        {
            Testbed.Host.Ssh.Stop();
            cut.SetResult();
        };
        var error = await Assert.ThrowsAsync<PlatformException>(() => Platform.StartAsync(new PlatformOperation.Provision(order), key, Cancellation));
        Assert.Equal(PlatformError.Unreachable, error.Error);
        await cut.Task.WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
        await Testbed.Host.Ssh.StartAsync();
        var made = await OperateAsync<Provisioned>(new PlatformOperation.Provision(order), key);
        Assert.Equal($"{Testbed.World["db-01"].Id}", made!.NativeId);
        Assert.Equal(1, await Testbed.CountEffectsAsync(new PlatformOperation.Provision(order)));
    }

    [Fact]
    public async Task Provision_DoesNotStart_LeavesNothing()
    {
        var files = Testbed.World.Files.Count;
        Testbed.World.NoCapacity = true;
        await FailsAsync(new PlatformOperation.Provision(await OrderAsync()), PlatformError.Capacity);
        Assert.Equal(4, Testbed.World.Machines.Count);
        Assert.Equal(files, Testbed.World.Files.Count);
    }

    [Fact]
    public async Task Provision_LeftHalfDone_IsBegunAnewAndNotShownBefore()
    {
        var (order, key) = (await OrderAsync(), NewKey());
        var rest = Testbed.World.Add(new Machine { Name = "runbooks-" + IdempotencyKey.Of(key), ComputerName = "hv-1" });
        Assert.DoesNotContain((await Platform.GetInventoryAsync(Cancellation)).VirtualMachines, vm => vm.NativeId == $"{rest.Id}");
        await OperateAsync(new PlatformOperation.Provision(order), key);
        Assert.DoesNotContain(rest, Testbed.World.Machines);
        Assert.Equal("db-01", Testbed.World.Machines[^1].Name);
    }

    [Fact]
    public async Task Provision_SourceIsNoTemplate_IsNotFound() =>
        await FailsAsync(new PlatformOperation.Provision(await OrderAsync() with { Source = Vm }), PlatformError.NotFound);

    [Fact]
    public async Task Provision_TemplateHasCheckpoints_IsConflict()
    {
        var order = await OrderAsync();
        await OperateAsync(new PlatformOperation.CreateSnapshot(order.Source, "kept", Memory: false));
        await FailsAsync(new PlatformOperation.Provision(order), PlatformError.Conflict);
    }

    [Fact]
    public async Task Delete_ADiskThatOthersStandOn_IsRefusedAndNothingIsGone()
    {
        await MakeAsync(await OrderAsync());
        var template = Testbed.World["debian-13"];
        await FailsAsync(new PlatformOperation.Delete($"{template.Id}"), PlatformError.Conflict);
        template.Notes = "";
        var error = await FailsAsync(new PlatformOperation.Delete($"{template.Id}"), PlatformError.Conflict);
        Assert.Contains("db-01", error.Message, StringComparison.Ordinal);
        Assert.Contains(template.HardDrives[0].Path, Testbed.World.Files.Keys);
    }

    [Fact]
    public async Task Delete_VmWithCheckpoints_IsGoneWithItsFiles()
    {
        await OperateAsync(new PlatformOperation.CreateSnapshot(Vm, "a", Memory: false));
        await OperateAsync(new PlatformOperation.CreateSnapshot(Vm, "b", Memory: false));
        await OperateAsync(new PlatformOperation.PowerOff(Vm));
        await OperateAsync(new PlatformOperation.Delete(Vm));
        Assert.DoesNotContain(Testbed.World.Files.Keys, path => path.Contains("web-01", StringComparison.Ordinal));
        Assert.Null(await Platform.GetVirtualMachineAsync(Vm, Cancellation));
    }

    private async Task<string> MakeAsync(VmOrder order) => (await OperateAsync<Provisioned>(new PlatformOperation.Provision(order)))!.NativeId;

    private async Task<VmOrder> OrderAsync() => new(
        "db-01", (await Platform.GetInventoryAsync(Cancellation)).Templates.Single().NativeId, 2, 2L << 30, null, null, null, null,
        ImmutableSortedDictionary<string, string>.Empty.Add("owner", "ops"), null, PowerOn: true);
}
