using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Libvirt.Reading;

namespace Runbooks.Activities.Tests.Platforms.Libvirt.Reading;

public sealed class SnapshotXmlTests
{
    [Fact]
    public void Parse_OfRunningVm_HasMemoryParentAndTime()
    {
        var snapshot = SnapshotXml.Parse("""
            <domainsnapshot><name>b</name><state>running</state><parent><name>a</name></parent>
            <creationTime>1795388965</creationTime><memory snapshot='internal'/><domain><memory>1</memory></domain></domainsnapshot>
            """);
        Assert.Equal(new Snapshot("b", DateTimeOffset.FromUnixTimeSeconds(1795388965), HasMemory: true, "a"), snapshot.Snapshot);
        Assert.Null(snapshot.Key);
    }

    [Fact]
    public void Parse_WithoutTime_IsOfUnknownAge() =>
        Assert.Equal(new Snapshot("a", null, HasMemory: false, null), SnapshotXml.Parse("<domainsnapshot><name>a</name><memory snapshot='no'/></domainsnapshot>").Snapshot);

    [Fact]
    public void Write_NameAndKeyWithMarkup_AreReadBack()
    {
        var read = SnapshotXml.Parse(SnapshotXml.Write("<nightly> & co", "run-1/each/3/off/libvirt:x"));
        Assert.Equal(("<nightly> & co", "run-1/each/3/off/libvirt:x"), (read.Snapshot.Name, read.Key));
    }

    [Fact]
    public void InOrder_SameSecond_ParentsComeFirst()
    {
        var second = DateTimeOffset.UnixEpoch;
        Snapshot[] taken =
        [
            new("c", second, false, "b"), new("later", second.AddSeconds(1), false, null), new("b", second, false, "a"), new("a", second, false, null),
        ];
        Assert.Equal(["a", "b", "c", "later"], SnapshotXml.InOrder(taken).Select(snapshot => snapshot.Name));
    }
}
