using System.Text.Json;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Libvirt;

namespace Runbooks.Activities.Tests.Platforms.Libvirt;

public sealed class LibvirtFactoryTests
{
    [Theory]
    [InlineData("qemu:///system", true, true)]
    [InlineData("qemu+ssh://root@host/system?no_tty=1", true, true)]
    [InlineData("test:///default", true, false)]
    [InlineData("xen:///system", false, false)]
    public async Task Create_Uri_DecidesTheCapabilities(string uri, bool snapshots, bool metrics)
    {
        await using var platform = Create($$"""{ "uri": "{{uri}}" }""");
        Assert.Equal((snapshots, metrics), (platform.Capabilities.Contains(Capability.Snapshot), platform.Capabilities.Contains(Capability.Metrics)));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "uri": "garbage" }""")]
    [InlineData("""{ "uri": "qemu:///system", "migrationAddress": "host-b" }""")]
    [InlineData("""{ "uri": "qemu:///system", "colour": "red" }""")]
    public void Create_WrongSettings_IsInvalidInput(string settings) =>
        Assert.Equal("input.invalid", Assert.Throws<ActivityFailure>(() => Create(settings)).Code);

    private static IPlatform Create(string settings) =>
        new LibvirtFactory().Create(JsonElement.Parse(settings), new Dictionary<string, string>(), TimeProvider.System);
}
