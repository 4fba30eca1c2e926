using System.Collections.Immutable;
using System.Xml.Linq;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Libvirt.Backups;
using Runbooks.Activities.Platforms.Libvirt.Reading;

namespace Runbooks.Activities.Tests.Platforms.Libvirt.Backups;

public sealed class RestoredXmlTests
{
    private const string Uuid = "aaaaaaaa-0000-5000-8000-000000000001";

    private static readonly Dictionary<string, (string, string)> Disks = new() { ["vda"] = ("/pool/new-vda.qcow2", "qcow2") };

    private static readonly RestoreOrder Order = new(
        new BackupCopy("bk-1", "backups"), null, "drill-1", null, null, null, ImmutableSortedDictionary<string, string>.Empty.Add("drill", "yes"));

    [Fact]
    public void New_Copy_MeetsNobody()
    {
        var made = New(Order);
        Assert.Empty(made.Descendants("interface"));
        Assert.Empty(made.Descendants("hostdev"));
        Assert.Empty(made.Descendants("filesystem"));
        Assert.DoesNotContain(made.Descendants("serial"), serial => (string?)serial.Attribute("type") == "tcp");
        Assert.Equal(["/pool/new-vda.qcow2"], made.Descendants("disk").Select(disk => (string?)disk.Element("source")?.Attribute("file")).OfType<string>());
        Assert.Equal(["vda", "sda"], made.Descendants("disk").Select(disk => (string?)disk.Element("target")!.Attribute("dev")));
    }

    [Fact]
    public void New_Copy_IsAnotherVmOfTheSameSize()
    {
        var read = DomainXml.Parse(New(Order));
        Assert.Equal(("drill-1", 2, 512L << 20), (read.Name, read.Cpus, read.MemoryBytes));
        Assert.Equal(Uuid, (string?)New(Order).Element("uuid"));
        Assert.Equal("drill", Assert.Single(read.Tags).Key);
    }

    [Fact]
    public void New_NetworkOrdered_HasOneCardWithANewAddressInIt()
    {
        var card = Assert.Single(DomainXml.Parse(New(Order with { Network = "quiet" })).Cards);
        Assert.Equal("quiet", card.Network);
        Assert.NotEqual("52:54:00:00:00:01", card.Mac);
    }

    [Fact]
    public void InPlace_OtherSizeTagsAndDisksNow_AreAsTheyWereAndCardsAsTheyAre()
    {
        var now = XElement.Parse(Was.ToString());
        now.Element("vcpu")!.Value = "8";
        now.Descendants("mac").First().SetAttributeValue("address", "52:54:00:00:00:99");
        now.Element("devices")!.Elements("disk").First().Element("target")!.SetAttributeValue("dev", "vdz");
        var read = DomainXml.Parse(RestoredXml.InPlace(now, Was, Disks));
        Assert.Equal(("shop", 2), (read.Name, read.Cpus));
        Assert.Equal("prod", read.Tags["env"]);
        Assert.Equal("52:54:00:00:00:99", read.Cards[0].Mac);
        Assert.Equal("/pool/new-vda.qcow2", read.Disks.Single(disk => disk.Own).Path);
    }

    private static XElement New(RestoreOrder order) => XElement.Parse(RestoredXml.New(Was, order, Uuid, Disks));

    private static XElement Was => XElement.Parse("""
        <domain type='kvm'>
          <name>shop</name><uuid>bbbbbbbb-0000-4000-8000-000000000002</uuid>
          <metadata><rb:tags xmlns:rb="https://runbooks.dev/libvirt/1.0"><rb:tag name="env" value="prod"/></rb:tags></metadata>
          <memory unit='KiB'>524288</memory><vcpu>2</vcpu><os><type>hvm</type></os>
          <devices>
            <disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='/pool/shop.qcow2'/><target dev='vda' bus='virtio'/></disk>
            <disk type='file' device='cdrom'><source file='/iso/tools.iso'/><target dev='sda' bus='sata'/><readonly/></disk>
            <disk type='file' device='disk'><source file='/pool/quorum.img'/><target dev='vdb' bus='virtio'/><shareable/></disk>
            <interface type='bridge'><mac address='52:54:00:00:00:01'/><source bridge='br0'/></interface>
            <interface type='network'><mac address='52:54:00:00:00:02'/><source network='lan'/></interface>
            <hostdev mode='subsystem' type='pci'/><filesystem type='mount'/><serial type='tcp'/><serial type='pty'/>
          </devices>
        </domain>
        """);
}
