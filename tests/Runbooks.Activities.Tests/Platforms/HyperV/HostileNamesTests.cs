using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.HyperV.Scripts;

namespace Runbooks.Activities.Tests.Platforms.HyperV;

/// <summary>What people call things never becomes part of a script.</summary>
public sealed class HostileNamesTests : HyperVTests
{
    public static TheoryData<string> Names =>
    [
        "it's", "a\"b", "$(Remove-VM -Force)", "`$x`n", "'; Stop-VM -Name * -Force; '", "a;b|c&d", "%COMSPEC%", "数据库 ünï", "|x|1|", "line\nbreak", "@{a=1}", "--", "*",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Snapshot_Name_IsKeptAsItIs(string name)
    {
        await OperateAsync(new PlatformOperation.CreateSnapshot(Vm, name, Memory: true));
        Assert.Equal(name, Assert.Single(await Platform.GetSnapshotsAsync(Vm, Cancellation)).Name);
        await OperateAsync(new PlatformOperation.RevertSnapshot(Vm, name));
        await OperateAsync(new PlatformOperation.RemoveSnapshot(Vm, name));
        Assert.Empty(await Platform.GetSnapshotsAsync(Vm, Cancellation));
        OnlyOurScriptsWereSent();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Tag_Value_IsKeptAsItIs(string value)
    {
        await OperateAsync(new PlatformOperation.SetTags(Vm, ImmutableSortedDictionary<string, string?>.Empty.Add("owner", value)));
        var shown = await ShownAsync();
        Assert.Equal((value, "test"), (shown.Tags["owner"], shown.Tags["env"]));
        OnlyOurScriptsWereSent();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Ids_ThatAreNone_AreNotFound(string id)
    {
        await FailsAsync(new PlatformOperation.PowerOff(id), PlatformError.NotFound);
        await FailsAsync(new PlatformOperation.Migrate(Vm, id), PlatformError.NotFound);
        await FailsAsync(new PlatformOperation.EnterMaintenance(id), PlatformError.NotFound);
        Assert.Null(await Platform.GetVirtualMachineAsync(id, Cancellation));
        OnlyOurScriptsWereSent();
    }

    [Theory]
    [InlineData("it's $(Stop-VM) \"x\"")]
    [InlineData("数据库; `n")]
    public async Task Provision_Name_IsKeptAsItIs(string name)
    {
        var template = (await Platform.GetInventoryAsync(Cancellation)).Templates.Single();
        var order = new VmOrder(name, template.NativeId, 1, 1L << 30, null, null, null, null, ImmutableSortedDictionary<string, string>.Empty, null, PowerOn: true);
        var made = await OperateAsync<Provisioned>(new PlatformOperation.Provision(order));
        Assert.Equal(name, (await ShownAsync(made!.NativeId)).Name);
        OnlyOurScriptsWereSent();
    }

    private void OnlyOurScriptsWereSent()
    {
        var ours = Script.All.Select(script => script.Text).ToHashSet();
        Assert.NotEmpty(Testbed.Host.PowerShell.Received);
        Assert.All(Testbed.Host.PowerShell.Received, received =>
        {
            Assert.Equal(Script.Bootstrap, received.Script);
            using var request = JsonDocument.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(received.Input)));
            Assert.Contains(request.RootElement.GetProperty("script").GetString()!, ours);
        });
    }
}
