using System.Net;
using Microsoft.Extensions.Options;
using Runbooks.Activities.Integration;

namespace Runbooks.Activities.Tests.Integration;

public sealed class OutboundGuardTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.1")]
    [InlineData("0.0.0.0")]
    [InlineData("169.254.169.254")]
    [InlineData("100.100.100.200")]
    [InlineData("168.63.129.16")]
    [InlineData("192.0.0.192")]
    [InlineData("224.0.0.251")]
    [InlineData("239.255.255.250")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("ff02::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fd20:ce::254")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::169.254.169.254")]
    [InlineData("64:ff9b:1::a9fe:a9fe")]
    [InlineData("2002:a9fe:a9fe::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2001:0:53aa:64c:0:fb27:5601:5601")]
    public void Allows_ThisServerLinkLocalMetadataMulticast_No(string address) =>
        Assert.False(new OutboundGuard(new OutboundOptions()).Allows(IPAddress.Parse(address)));

    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("172.16.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("128.0.0.1")]
    [InlineData("169.253.255.255")]
    [InlineData("223.255.255.255")]
    [InlineData("93.184.216.34")]
    [InlineData("fd00::10")]
    [InlineData("2606:2800:220:1::1")]
    [InlineData("::ffff:10.1.2.3")]
    [InlineData("2002:a01:203::1")]
    public void Allows_PrivateAndPublic_Yes(string address) =>
        Assert.True(new OutboundGuard(new OutboundOptions()).Allows(IPAddress.Parse(address)));

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("127.0.0.1", "127.0.0.2", false)]
    [InlineData("127.0.0.0/8", "127.0.0.2", true)]
    [InlineData("127.0.0.1", "::ffff:127.0.0.1", true)]
    [InlineData("127.0.0.1", "169.254.169.254", false)]
    [InlineData("::1", "::1", true)]
    public void Allows_Allowed_OnlyThat(string allow, string address, bool allowed) =>
        Assert.Equal(allowed, new OutboundGuard(new OutboundOptions { Allow = [allow] }).Allows(IPAddress.Parse(address)));

    [Fact]
    public void New_BadEntry_NamesIt() =>
        Assert.Contains(
            "'localhost' is neither",
            Assert.Throws<FormatException>(() => new OutboundGuard(new OutboundOptions { Allow = ["localhost"] })).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    [InlineData("[::ffff:127.0.0.1]")]
    public async Task Client_NameOrFormOfLoopback_IsRefusedWhereItConnects(string host)
    {
        await using var peer = await HttpPeer.StartAsync(200);
        using var http = new OutboundHttp(Options.Create(new OutboundOptions()));
        var error = await Assert.ThrowsAsync<HttpRequestException>(
            () => http.CreateClient().GetAsync($"http://{host}:{new Uri(peer.Url).Port}/", TestContext.Current.CancellationToken));
        Assert.Equal("http.forbidden-address", Assert.IsType<ActivityFailure>(error.InnerException).Code);
        Assert.Empty(peer.Requests);
    }

    [Fact]
    public async Task Client_NameWithOneAllowedAddress_ConnectsThere()
    {
        await using var peer = await HttpPeer.StartAsync(200);
        using var http = new OutboundHttp(Options.Create(new OutboundOptions { Allow = ["127.0.0.1"] }));
        using var response = await http.CreateClient().GetAsync($"http://localhost:{new Uri(peer.Url).Port}/", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
