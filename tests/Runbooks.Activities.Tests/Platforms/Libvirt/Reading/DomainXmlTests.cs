using Runbooks.Activities.Platforms.Libvirt.Reading;

namespace Runbooks.Activities.Tests.Platforms.Libvirt.Reading;

public sealed class DomainXmlTests
{
    [Fact]
    public void Parse_WholeDomain_GivesWhatOperatorsSee()
    {
        var domain = DomainXml.Parse("""
            <domain type='kvm' id='3'>
              <name>web-01</name>
              <metadata>
                <libosinfo:libosinfo xmlns:libosinfo="http://libosinfo.org/xmlns/libvirt/domain/1.0">
                  <libosinfo:os id="http://debian.org/debian/12"/>
                </libosinfo:libosinfo>
              </metadata>
              <memory unit='KiB'>98304</memory>
              <currentMemory unit='KiB'>65536</currentMemory>
              <vcpu placement='static' current='2'>4</vcpu>
              <devices><interface type='bridge'/><interface type='network'/></devices>
            </domain>
            """);
        Assert.Equal(("web-01", 2, 96L << 20), (domain.Name, domain.Cpus, domain.MemoryBytes));
        Assert.Equal("http://debian.org/debian/12", domain.Os);
        Assert.True(domain.OnLibvirtNetwork && domain.OnOtherNetwork);
        Assert.Empty(domain.Tags);
    }

    [Fact]
    public void Parse_Bare_HasDefaults()
    {
        var domain = DomainXml.Parse("<domain><name>x</name><memory>1024</memory></domain>");
        Assert.Equal((1, 1L << 20), (domain.Cpus, domain.MemoryBytes));
        Assert.False(domain.OnLibvirtNetwork || domain.OnOtherNetwork);
        Assert.Null(domain.Os);
    }

    [Theory]
    [InlineData("<capabilities><host><uuid>aaaaaaaa-0000-4000-8000-00000000000a</uuid></host></capabilities>", "aaaaaaaa-0000-4000-8000-00000000000a")]
    [InlineData("<capabilities><host><cpu/></host></capabilities>", null)]
    public void HostUuid_OfCapabilities_IsReadWhereItIs(string xml, string? expected) => Assert.Equal(expected, DomainXml.HostUuid(xml));
}
