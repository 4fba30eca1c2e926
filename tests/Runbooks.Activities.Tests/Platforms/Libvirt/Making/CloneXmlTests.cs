using System.Collections.Immutable;
using System.Xml.Linq;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Libvirt.Making;
using Runbooks.Activities.Platforms.Libvirt.Reading;

namespace Runbooks.Activities.Tests.Platforms.Libvirt.Making;

public sealed class CloneXmlTests
{
    private const string Uuid = "aaaaaaaa-0000-5000-8000-000000000001";

    private static readonly VmOrder Order = new(
        "web-01", "template", Cpus: 2, MemoryBytes: 1L << 30, Size: null, Host: null, Storage: null, Network: null,
        ImmutableSortedDictionary<string, string>.Empty.Add("env", "prod"), UserData: null, PowerOn: true);

    [Fact]
    public void Write_Clone_IsNoTemplateAndItsOwn()
    {
        var clone = Write(Order);
        var read = DomainXml.Parse(clone.ToString());
        Assert.Equal(("web-01", 2, 1L << 30, false), (read.Name, read.Cpus, read.MemoryBytes, read.IsTemplate));
        Assert.Equal(Uuid, (string?)clone.Element("uuid"));
        Assert.Equal("prod", Assert.Single(read.Tags).Value);
        Assert.Equal(["/pool/web-01.qcow2", "/iso/tools.iso"], read.Disks.Select(disk => disk.Path));
        var mac = (string?)clone.Descendants("mac").Single().Attribute("address");
        Assert.StartsWith("52:54:00:", mac, StringComparison.Ordinal);
        Assert.NotEqual("52:54:00:00:00:01", mac);
        Assert.Equal("/log/web-01.log", (string?)clone.Descendants("log").Single().Attribute("file"));
        Assert.Empty(clone.Descendants("nvram").Nodes());
    }

    [Fact]
    public void Write_SameUuid_HasTheSameAddress() => Assert.Equal(Write(Order).ToString(), Write(Order).ToString());

    [Fact]
    public void Write_SizeNotOrdered_IsTheTemplates()
    {
        var read = DomainXml.Parse(Write(Order with { Cpus = null, MemoryBytes = null }).ToString());
        Assert.Equal((1, 512L << 20), (read.Cpus, read.MemoryBytes));
    }

    [Fact]
    public void Write_Network_ConnectsTheFirstCard()
    {
        var card = Write(Order with { Network = "lan" }).Descendants("interface").Single();
        Assert.Equal(("network", "lan"), ((string?)card.Attribute("type"), (string?)card.Element("source")!.Attribute("network")));
    }

    [Fact]
    public void Write_Seed_IsAReadOnlyDiskThatIsFree()
    {
        var seed = Write(Order, "/pool/seed.iso").Descendants("disk").Single(disk => (string?)disk.Element("source")?.Attribute("file") == "/pool/seed.iso");
        Assert.Equal(("vdb", "virtio"), ((string?)seed.Element("target")!.Attribute("dev"), (string?)seed.Element("target")!.Attribute("bus")));
        Assert.NotNull(seed.Element("readonly"));
        Assert.False(Disk.IsOwn(seed));
    }

    private static XElement Write(VmOrder order, string? seed = null) => XElement.Parse(CloneXml.Write(
        Template, order, Uuid, new Dictionary<string, (string, string)> { ["vda"] = ("/pool/web-01.qcow2", "qcow2") }, seed));

    private static XElement Template => XElement.Parse("""
        <domain type='kvm' id='7'>
          <name>template</name><uuid>bbbbbbbb-0000-4000-8000-000000000002</uuid><title>Golden image #env=gold</title>
          <metadata><template xmlns='https://runbooks.dev/libvirt/template/1.0'/></metadata>
          <memory unit='KiB'>524288</memory><currentMemory unit='KiB'>524288</currentMemory><vcpu current='1'>4</vcpu>
          <os firmware='efi'><type>hvm</type><nvram template='/usr/share/vars'>/var/lib/libvirt/nvram/template.fd</nvram></os>
          <devices>
            <disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='/pool/template.img'/><backingStore/><target dev='vda' bus='virtio'/></disk>
            <disk type='file' device='cdrom'><source file='/iso/tools.iso'/><target dev='sda' bus='sata'/><readonly/></disk>
            <interface type='bridge'><mac address='52:54:00:00:00:01'/><source bridge='br0'/><target dev='vnet3'/></interface>
            <serial type='pty'><log file='/log/template.log' append='on'/></serial>
          </devices>
        </domain>
        """);
}
