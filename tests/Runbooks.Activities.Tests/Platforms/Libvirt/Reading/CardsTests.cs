using System.Xml.Linq;
using Runbooks.Activities.Platforms.Libvirt.Reading;

namespace Runbooks.Activities.Tests.Platforms.Libvirt.Reading;

public sealed class CardsTests
{
    [Theory]
    [InlineData("<interface type='network'><mac address='52:54:00:00:00:01'/><source network='lan' bridge='virbr1'/></interface>", "lan")]
    [InlineData("<interface type='bridge'><mac address='52:54:00:00:00:01'/><source bridge='br0'/></interface>", "bridge br0")]
    [InlineData("<interface type='direct'><mac address='52:54:00:00:00:01'/><source dev='eth0' mode='bridge'/></interface>", "direct eth0")]
    [InlineData("<interface type='user'><mac address='52:54:00:00:00:01'/></interface>", "user")]
    [InlineData("<interface type='null'><mac address='52:54:00:00:00:01'/></interface>", null)]
    public void Of_Card_NamesWhatItIsPluggedInto(string card, string? network)
    {
        var read = Assert.Single(Cards.Of(XElement.Parse($"<domain><devices>{card}</devices></domain>")));
        Assert.Equal(("52:54:00:00:00:01", network), (read.Mac, read.Network));
    }

    [Theory]
    [InlineData("<network><name>a</name><bridge name='v'/></network>", true)]
    [InlineData("<network><name>a</name><forward mode='nat'/></network>", false)]
    [InlineData("<network><name>a</name><forward/></network>", false)]
    [InlineData("<network><name>a</name><ip address='192.0.2.1' prefix='24'/></network>", false)]
    public void IsIsolated_Network_LetsNothingOutAndHasNoHostInIt(string network, bool isolated) => Assert.Equal(isolated, Cards.IsIsolated(network));
}
