using System.Xml.Linq;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.VSphere.Properties;
using Runbooks.Activities.Platforms.VSphere.Reading;

namespace Runbooks.Activities.Tests.Platforms.VSphere;

/// <summary>What a vCenter shows and the simulator does not.</summary>
public sealed class VmReaderTests
{
    private static readonly CustomAttributes Attributes = new(new Dictionary<string, string> { ["101"] = "env", ["102"] = "owner" });

    [Fact]
    public void Read_PlaceholderOfAClone_IsNoVm() => Assert.Null(Read(("name", "web-1"), ("runtime.powerState", "poweredOff")));

    [Theory]
    [InlineData("connected", PowerState.On)]
    [InlineData("disconnected", PowerState.Unknown)]
    [InlineData("inaccessible", PowerState.Unknown)]
    [InlineData("orphaned", PowerState.Unknown)]
    public void Read_ConnectionState_DecidesWhatIsKnown(string state, PowerState power) =>
        Assert.Equal(power, Read([.. Sound, ("runtime.connectionState", state)])!.PowerState);

    [Theory]
    [InlineData("guestToolsRunning", "guestToolsCurrent", true)]
    [InlineData("guestToolsNotRunning", "guestToolsCurrent", false)]
    [InlineData("guestToolsExecutingScripts", "guestToolsNeedUpgrade", false)]
    [InlineData("guestToolsNotRunning", "guestToolsNotInstalled", null)]
    public void Read_Tools_TellWhetherTheGuestAnswers(string running, string version, bool? answers) =>
        Assert.Equal(answers, Read([.. Sound, ("guest.toolsRunningStatus", running), ("guest.toolsVersionStatus2", version)])!.GuestAnswers);

    [Fact]
    public void Read_CustomAttributes_AreTagsButEmptyOnes()
    {
        var vm = Read([.. Sound, ("customValue", """
            <CustomFieldValue><key>101</key><value>test</value></CustomFieldValue>
            <CustomFieldValue><key>102</key><value>ops</value></CustomFieldValue>
            <CustomFieldValue><key>102</key><value></value></CustomFieldValue>
            <CustomFieldValue><key>999</key><value>of hosts</value></CustomFieldValue>
            """)]);
        Assert.Equal([KeyValuePair.Create("env", "test")], vm!.Tags);
    }

    [Fact]
    public void Read_Addresses_AreThoseOfAllCardsOnce()
    {
        var vm = Read([.. Sound, ("guest.ipAddress", "10.0.0.5"), ("guest.net", """
            <GuestNicInfo><ipAddress>10.0.0.5</ipAddress><ipAddress>fe80::1</ipAddress></GuestNicInfo><GuestNicInfo><ipAddress>10.1.0.5</ipAddress></GuestNicInfo>
            """)]);
        Assert.Equal(["10.0.0.5", "10.1.0.5", "fe80::1"], vm!.IpAddresses);
    }

    [Fact]
    public void Read_SnapshotTree_IsOldestFirstWithParentsAndMemory()
    {
        var vm = Of(
            ("snapshot.rootSnapshotList", """
                <VirtualMachineSnapshotTree><snapshot type="VirtualMachineSnapshot">s-1</snapshot><name>base</name><createTime>2026-01-01T00:00:00Z</createTime>
                <childSnapshotList><snapshot type="VirtualMachineSnapshot">s-3</snapshot><name>50%25</name><createTime>2026-01-03T00:00:00Z</createTime></childSnapshotList>
                <childSnapshotList><snapshot type="VirtualMachineSnapshot">s-2</snapshot><name>live</name><createTime>2026-01-02T00:00:00Z</createTime></childSnapshotList>
                </VirtualMachineSnapshotTree>
                """),
            ("layoutEx.snapshot", """
                <S><key type="VirtualMachineSnapshot">s-1</key><dataKey>4</dataKey><memoryKey>-1</memoryKey></S>
                <S><key type="VirtualMachineSnapshot">s-2</key><dataKey>5</dataKey><memoryKey>6</memoryKey></S>
                """));
        var snapshots = SnapshotReader.Read(vm).Select(found => (found.Snapshot.Name, found.Snapshot.Parent, found.Snapshot.HasMemory));
        Assert.Equal([("base", null, false), ("live", "base", true), ("50%", "base", false)], snapshots);
    }

    private static (string, string)[] Sound =>
    [
        ("name", "web-1"), ("config.instanceUuid", "u"), ("config.hardware.numCPU", "2"), ("config.hardware.memoryMB", "4096"), ("runtime.powerState", "poweredOn"),
    ];

    private static VirtualMachine? Read(params (string Path, string Value)[] properties) => VmReader.Read(Of(properties), new Names([]), Attributes, new CardReader());

    private static ObjectProperties Of(params (string Path, string Value)[] properties) => ObjectProperties.Parse(XElement.Parse(
        "<objects><obj type='VirtualMachine'>vm-1</obj>"
        + string.Concat(properties.Select(property => $"<propSet><name>{property.Path}</name><val>{property.Value}</val></propSet>"))
        + "</objects>"));
}
