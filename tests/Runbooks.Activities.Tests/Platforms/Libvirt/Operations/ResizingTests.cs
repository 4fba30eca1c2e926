using System.Xml.Linq;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Libvirt.Operations;
using Runbooks.Activities.Platforms.Libvirt.Reading;

namespace Runbooks.Activities.Tests.Platforms.Libvirt.Operations;

public sealed class ResizingTests
{
    [Fact]
    public void Write_DomainWithRoomToGrow_HasTheSizeAndNoTopology()
    {
        var domain = XElement.Parse(
            "<domain><name>a</name><memory unit='KiB'>1048576</memory><currentMemory unit='KiB'>524288</currentMemory><vcpu current='1'>8</vcpu>"
            + "<cpu mode='host-model'><topology sockets='1' cores='8' threads='1'/></cpu></domain>");
        Resizing.Write(domain, 3, 2L << 30);
        var read = DomainXml.Parse(domain.ToString());
        Assert.Equal((3, 2L << 30), (read.Cpus, read.MemoryBytes));
        Assert.Empty(domain.Descendants("topology"));
        Assert.Null(domain.Element("currentMemory"));
    }

    [Fact]
    public void Write_MemoryInCells_IsUnsupported()
    {
        var domain = XElement.Parse("<domain><memory>1048576</memory><cpu><numa><cell id='0' cpus='0' memory='1048576'/></numa></cpu></domain>");
        Assert.Equal(PlatformError.Unsupported, Assert.Throws<PlatformException>(() => Resizing.Write(domain, null, 1L << 30)).Error);
    }

    [Theory]
    [InlineData(0, 1L << 30)]
    [InlineData(1, 0L)]
    public void Write_NoSize_IsInvalid(int cpus, long memory) => Assert.Equal(
        PlatformError.Invalid, Assert.Throws<PlatformException>(() => Resizing.Write(new XElement("domain"), cpus, memory)).Error);
}
