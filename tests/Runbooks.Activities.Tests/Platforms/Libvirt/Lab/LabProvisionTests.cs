using System.Collections.Immutable;
using System.Diagnostics;
using Runbooks.Activities.Platforms;
using Runbooks.Lab.Libvirt;

namespace Runbooks.Activities.Tests.Platforms.Libvirt.Lab;

/// <summary>Guests that are made from the template boot, and read from their disc who they are.</summary>
[Collection(LibvirtLab.Collection)]
public sealed class LabProvisionTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Count = 10;

    private static readonly ImmutableSortedDictionary<string, string> Tags = ImmutableSortedDictionary<string, string>.Empty.Add("env", "lab");

    private LabTestbed _testbed = null!;
    private IPlatform _platform = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static IEnumerable<string> Names => Enumerable.Range(1, Count).Select(number => $"made-{number:00}");

    public async ValueTask InitializeAsync()
    {
        LibvirtLab.IsNeeded();
        foreach (var name in Names) await LibvirtLab.RunAsync("forget", name);
        _testbed = await LabTestbed.OpenAsync();
        _platform = _testbed.Connect();
    }

    public async ValueTask DisposeAsync()
    {
        if (_testbed is null) return;
        foreach (var name in Names) await LibvirtLab.RunAsync("forget", name);
        await _platform.DisposeAsync();
        await _testbed.DisposeAsync();
    }

    [Fact]
    public async Task Provision_Ten_AllBootAndReadTheirUserData()
    {
        var template = (await _platform.GetInventoryAsync(Cancellation)).Templates.Single();
        var watch = Stopwatch.StartNew();
        var made = await Task.WhenAll(Names.Select(name => ProvisionAsync(template, name)));
        output.WriteLine($"{Count} made and on in {watch.Elapsed.TotalSeconds:0.0} s");
        Assert.Distinct(made);
        foreach (var (name, vm) in Names.Zip(made)) await AnswersAsync(name, vm);
        output.WriteLine($"all answered after {watch.Elapsed.TotalSeconds:0.0} s");
    }

    [Fact]
    public async Task Delete_MadeVm_LeavesNoDiskAndTheTemplateWhole()
    {
        var template = (await _platform.GetInventoryAsync(Cancellation)).Templates.Single();
        var vm = await ProvisionAsync(template, Names.First());
        await OperateAsync(new PlatformOperation.PowerOff(vm));
        var disks = await LibvirtLab.VirshAsync(await LibvirtLab.UriAsync("host-a"), "vol-list", "shared");
        Assert.Contains(Names.First(), disks, StringComparison.Ordinal);

        await OperateAsync(new PlatformOperation.Delete(vm));

        disks = await LibvirtLab.VirshAsync(await LibvirtLab.UriAsync("host-a"), "vol-list", "shared");
        Assert.DoesNotContain(Names.First(), disks, StringComparison.Ordinal);
        Assert.Contains("template.qcow2", disks, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_TemplateThatAVmStandsOn_IsConflictAndNothingIsGone()
    {
        var template = (await _platform.GetInventoryAsync(Cancellation)).Templates.Single();
        await ProvisionAsync(template, Names.First());
        var delete = new PlatformOperation.Delete(template.NativeId);
        var error = await Assert.ThrowsAsync<PlatformException>(() => _platform.StartAsync(delete, "key", Cancellation));
        Assert.Equal(PlatformError.Conflict, error.Error);
        Assert.Single((await _platform.GetInventoryAsync(Cancellation)).Templates);
    }

    private async Task<string> ProvisionAsync(Template template, string name)
    {
        var order = new VmOrder(name, template.NativeId, null, null, null, null, null, null, Tags, $"#cloud-config\nfqdn: {name}.lab\n", PowerOn: true);
        var operation = new PlatformOperation.Provision(order);
        var handle = await _platform.StartAsync(operation, $"run-1/{name}/{Guid.NewGuid()}", Cancellation);
        return ActivityJson.Read<Provisioned>((await _testbed.EndAsync(_platform.AwaitAsync(operation, handle, null, Cancellation)))!.Value).NativeId;
    }

    private async Task OperateAsync(PlatformOperation operation) =>
        await _testbed.EndAsync(_platform.AwaitAsync(operation, await _platform.StartAsync(operation, "key", Cancellation), null, Cancellation));

    /// <summary>By its own web server, with its name and what it was given.</summary>
    private async Task AnswersAsync(string name, string vm)
    {
        VirtualMachine? seen = null;
        for (var tries = 0; tries < 120 && seen?.IpAddresses.IsDefaultOrEmpty != false; tries++)
        {
            seen = await _platform.GetVirtualMachineAsync(vm, Cancellation);
            await Task.Delay(TimeSpan.FromSeconds(1), Cancellation);
        }

        var address = Assert.Single(seen!.IpAddresses);
        Assert.EndsWith($"{name} ok", (await LibvirtLab.RunAsync("get", address, "/")).Trim(), StringComparison.Ordinal);
        Assert.Contains($"fqdn: {name}.lab", await LibvirtLab.RunAsync("get", address, "/user-data"), StringComparison.Ordinal);
    }
}
