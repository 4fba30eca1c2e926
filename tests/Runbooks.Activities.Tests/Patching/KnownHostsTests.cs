using System.Security.Cryptography;
using System.Text;
using Runbooks.Activities.Patching.Ssh;

namespace Runbooks.Activities.Tests.Patching;

public sealed class KnownHostsTests
{
    private static readonly byte[] Key = Encoding.UTF8.GetBytes("a key");

    [Theory]
    [InlineData("{0} ssh-ed25519 {1}", 22, true)]
    [InlineData("other,{0} ssh-ed25519 {1} with a comment", 22, true)]
    [InlineData("[{0}]:2222 ssh-ed25519 {1}", 2222, true)]
    [InlineData("{0} ssh-ed25519 {1}", 2222, false)]
    [InlineData("[{0}]:2222 ssh-ed25519 {1}", 22, false)]
    [InlineData("# {0} ssh-ed25519 {1}", 22, false)]
    [InlineData("@revoked {0} ssh-ed25519 {1}", 22, false)]
    [InlineData("other ssh-ed25519 {1}", 22, false)]
    [InlineData("{0} ssh-ed25519 bm8ga2V5", 22, false)]
    public void Trusts_Line_OnlyTheHostAndKeyThatItNames(string line, int port, bool trusted)
    {
        var known = new KnownHosts("\n" + string.Format(System.Globalization.CultureInfo.InvariantCulture, line, "192.0.2.7", Convert.ToBase64String(Key)) + "\r\n");
        Assert.Equal(trusted, known.Trusts("192.0.2.7", port, Key));
    }

    [Fact]
    public void Trusts_HashedName_OnlyTheHostBehindIt()
    {
        var salt = RandomNumberGenerator.GetBytes(20);
#pragma warning disable CA5350
        var hash = HMACSHA1.HashData(salt, Encoding.UTF8.GetBytes("web-01.example.com"));
#pragma warning restore CA5350
        var known = new KnownHosts($"|1|{Convert.ToBase64String(salt)}|{Convert.ToBase64String(hash)} ssh-ed25519 {Convert.ToBase64String(Key)}");
        Assert.True(known.Trusts("web-01.example.com", 22, Key));
        Assert.False(known.Trusts("web-02.example.com", 22, Key));
        Assert.Equal(["ssh-ed25519"], known.TypesOf("web-01.example.com", 22));
    }

    [Fact]
    public void Fingerprint_Key_IsWrittenAsSshKeygenDoes() =>
        Assert.Equal("SHA256:" + Convert.ToBase64String(SHA256.HashData(Key)).TrimEnd('='), KnownHosts.Fingerprint(Key));
}
