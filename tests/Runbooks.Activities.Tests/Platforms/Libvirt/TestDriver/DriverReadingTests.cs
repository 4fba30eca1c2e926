using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Libvirt;

namespace Runbooks.Activities.Tests.Platforms.Libvirt.TestDriver;

/// <summary>Hosts of the test driver that are described by a file; each connection is a world of its own.</summary>
public sealed class DriverReadingTests : IAsyncDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".xml");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        File.Delete(_file);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task GetInventory_TagsInBothForms_AreRead()
    {
        await using var platform = Open(
            Domain("a", "<metadata><rb:tags xmlns:rb='https://runbooks.dev/libvirt/1.0'><rb:tag name='env' value='prod'/></rb:tags></metadata>"),
            Domain("b", "<title>Build machine #env=test</title>"));
        var vms = (await platform.GetInventoryAsync(Cancellation)).VirtualMachines.ToDictionary(vm => vm.Name, vm => vm.Tags["env"]);
        Assert.Equal(("prod", "test"), (vms["a"], vms["b"]));
    }

    [Fact]
    public async Task GetInventory_RunningVmOnALibvirtNetwork_HasItsLeasedAddress()
    {
        await using var platform = Open(Domain("a", "", "<devices><interface type='network'><mac address='52:54:00:00:00:01'/><source network='default'/></interface></devices>"));
        var vm = (await platform.GetInventoryAsync(Cancellation)).VirtualMachines.Single();
        Assert.StartsWith("192.168.122.", Assert.Single(vm.IpAddresses), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetInventory_Cluster_IsTheSettings()
    {
        await using var platform = Open(Domain("a", ""));
        var inventory = await platform.GetInventoryAsync(Cancellation);
        Assert.Equal(("rack-7", "rack-7"), (inventory.Hosts.Single().Cluster, inventory.VirtualMachines.Single().Cluster));
    }

    [Fact]
    public async Task GetInventory_ThousandVms_AreAllThere()
    {
        await using var platform = Open([.. Enumerable.Range(1, 1000).Select(number => Domain($"vm-{number}", ""))]);
        Assert.Equal(1000, (await platform.GetInventoryAsync(Cancellation)).VirtualMachines.Length);
    }

    [Theory]
    [InlineData("test:///nonexistent/file.xml")]
    [InlineData("qemu:///system?socket=/nonexistent/socket")]
    [InlineData("qemu+tcp://127.0.0.1:1/system")]
    public async Task GetInventory_NothingThere_IsAPlatformErrorWithLibvirtsText(string uri)
    {
        Machine.NeedsLibvirt();
        await using var platform = new LibvirtPlatform(new LibvirtSettings { Uri = uri }, TimeProvider.System, new Peers());
        var error = await Assert.ThrowsAsync<PlatformException>(() => platform.GetInventoryAsync(Cancellation));
        Assert.Equal(uri.StartsWith("test", StringComparison.Ordinal) ? PlatformError.Invalid : PlatformError.Unreachable, error.Error);
        Assert.NotEmpty(error.Message);
    }

    private LibvirtPlatform Open(params string[] domains)
    {
        Machine.NeedsLibvirt();
        File.WriteAllText(_file, $"<node>{string.Concat(domains)}<network><name>default</name><bridge name='virbr0'/>"
            + "<ip address='192.168.122.1' netmask='255.255.255.0'><dhcp><range start='192.168.122.2' end='192.168.122.254'/></dhcp></ip></network></node>");
        return new LibvirtPlatform(new LibvirtSettings { Uri = $"test://{_file}", Cluster = "rack-7" }, TimeProvider.System, new Peers());
    }

    private static string Domain(string name, string description, string devices = "") =>
        $"<domain type='test'><name>{name}</name>{description}<memory>1024</memory><os><type>hvm</type></os>{devices}</domain>";
}
