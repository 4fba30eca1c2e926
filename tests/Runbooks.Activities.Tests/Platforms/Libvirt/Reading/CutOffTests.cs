using System.Xml.Linq;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Libvirt.Reading;

namespace Runbooks.Activities.Tests.Platforms.Libvirt.Reading;

public sealed class CutOffTests
{
    private const string Clean = "<filterref filter='clean-traffic'><parameter name='IP' value='10.0.0.5'/></filterref>";

    [Theory]
    [InlineData("<filter name='f' chain='root'><uuid>1</uuid><rule action='drop' direction='inout' priority='-1000'/></filter>", true)]
    [InlineData("<filter name='f'><rule action='accept' direction='inout' priority='-1000'/></filter>", false)]
    [InlineData("<filter name='f'><rule action='drop' direction='in' priority='-1000'/></filter>", false)]
    [InlineData("<filter name='f'><rule action='drop' direction='inout' priority='-1000'><ip/></rule></filter>", false)]
    [InlineData("<filter name='f'><rule action='accept' direction='out'/><rule action='drop' direction='inout'/></filter>", false)]
    [InlineData("<filter name='f'><filterref filter='allow-arp'/><rule action='drop' direction='inout'/></filter>", false)]
    [InlineData("<filter name='f'/>", false)]
    public void IsTight_OnlyWhereNothingGetsThrough(string filter, bool isTight) => Assert.Equal(isTight, CutOff.IsTight(filter));

    [Fact]
    public void IsTight_OwnDefinition_IsTight() => Assert.True(CutOff.IsTight(CutOff.Definition));

    [Fact]
    public void TakeOff_CardHadAFilter_HasItAgain()
    {
        var card = Card("bridge", Clean);
        var before = CutOff.Before(Domain(card));
        var cut = XElement.Parse(CutOff.Put(card));
        Assert.True(CutOff.IsOn(cut));
        Assert.Single(cut.Elements("filterref"));
        var kept = XElement.Parse($"<metadata><rbc:before xmlns:rbc='{CutOff.Space}'>{string.Concat(Qualified(CutOff.Keep(before)))}</rbc:before></metadata>");
        var free = XElement.Parse(CutOff.TakeOff(cut, CutOff.Before(new XElement("domain", kept, new XElement("devices", cut)))));
        Assert.True(XNode.DeepEquals(card, free), free.ToString());
    }

    [Fact]
    public void TakeOff_CardHadNone_HasNone() =>
        Assert.Empty(XElement.Parse(CutOff.TakeOff(XElement.Parse(CutOff.Put(Card("network"))), CutOff.Before(Domain(Card("network"))))).Elements("filterref"));

    [Theory]
    [InlineData("user")]
    [InlineData("direct")]
    [InlineData("hostdev")]
    public void Refuse_CardThatFiltersDoNotReach_IsUnsupported(string type)
    {
        var error = Assert.Throws<PlatformException>(() => CutOff.Refuse(Domain(Card("bridge"), Card(type))));
        Assert.Equal(PlatformError.Unsupported, error.Error);
    }

    /// <summary>As libvirt gives back what it was given without a name space.</summary>
    private static IEnumerable<string> Qualified(string before) => XElement.Parse(before).Elements().Select(card =>
    {
        foreach (var element in card.DescendantsAndSelf()) element.Name = CutOff.Space + element.Name.LocalName;
        return card.ToString(SaveOptions.DisableFormatting);
    });

    private static XElement Card(string type, string filter = "") =>
        XElement.Parse($"<interface type='{type}'><mac address='52:54:00:00:00:01'/><source bridge='br0'/>{filter}</interface>");

    private static XElement Domain(params XElement[] cards) => new("domain", new XElement("devices", cards.Select(card => new XElement(card))));
}
