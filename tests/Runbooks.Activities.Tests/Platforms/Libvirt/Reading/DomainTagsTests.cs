using System.Collections.Immutable;
using System.Xml.Linq;
using Runbooks.Activities.Platforms.Libvirt.Reading;

namespace Runbooks.Activities.Tests.Platforms.Libvirt.Reading;

public sealed class DomainTagsTests
{
    private const string Metadata = """
        <metadata><rb:tags xmlns:rb="https://runbooks.dev/libvirt/1.0">
          <rb:tag name="env" value="test"/><rb:tag name="idleOff" value="yes"/><rb:tag value="nameless"/><rb:tag name="bare"/>
        </rb:tags></metadata>
        """;

    [Fact]
    public void Read_Metadata_GivesItsTags() =>
        Assert.Equal("bare= env=test idleOff=yes", Tags(Metadata));

    [Fact]
    public void Read_MetadataAndWords_MetadataAloneCounts() =>
        Assert.Equal("bare= env=test idleOff=yes", Tags(Metadata + "<title>#env=prod #owner=me</title>"));

    [Fact]
    public void Read_EmptyMetadataElement_MeansNoTags() =>
        Assert.Equal("", Tags("<metadata><t:tags xmlns:t='https://runbooks.dev/libvirt/1.0'/></metadata><title>#env=prod</title>"));

    [Theory]
    [InlineData("<title>Database #env=test</title>", "env=test")]
    [InlineData("<description>#env=test, #owner=ann@example.org; see #1234</description>", "env=test owner=ann@example.org")]
    [InlineData("<title>#env=test</title><description>#env=prod</description>", "env=prod")]
    [InlineData("<title>https://wiki/page#env=test and #=x</title>", "")]
    [InlineData("<metadata><other xmlns='urn:x'><tag name='env' value='test'/></other></metadata>", "")]
    [InlineData("", "")]
    public void Read_Words_AreTakenWhereTheyStandAlone(string inner, string expected) => Assert.Equal(expected, Tags(inner));

    [Fact]
    public void Write_Tags_AreReadAgain()
    {
        var tags = ImmutableSortedDictionary<string, string>.Empty.Add("env", "test").Add("note", "<a & 'b'>");
        Assert.Equal(tags.AsEnumerable(), DomainTags.Read(new XElement("domain", new XElement("metadata", DomainTags.Write(tags)))));
    }

    private static string Tags(string inner) =>
        string.Join(' ', DomainTags.Read(XElement.Parse($"<domain>{inner}</domain>")).Select(tag => $"{tag.Key}={tag.Value}"));
}
