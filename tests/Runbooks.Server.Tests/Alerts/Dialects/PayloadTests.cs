using Runbooks.Server.Alerts.Dialects;

namespace Runbooks.Server.Tests.Alerts.Dialects;

public sealed class PayloadTests
{
    [Fact]
    public void Labels_ALongValue_IsCut()
    {
        var alert = new AlertmanagerDialect().Read($$"""{"alerts":[{"status":"firing","labels":{"a":"{{new string('x', 10_000)}}"},"startsAt":"2026-05-04T08:00:00Z"}]}""").Only();

        Assert.Equal(4_096, alert.Labels["a"].Length);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/relative")]
    public void Link_ThatNoBrowserShouldFollow_IsLeftOut(string link) => Assert.Null(Payload.Link(link));

    [Fact]
    public void Fingerprint_OfALongText_IsShortAndItsOwn()
    {
        var (one, other) = (new string('a', 5_000), new string('a', 4_999) + "b");

        Assert.Equal(64, Payload.Fingerprint(one).Length);
        Assert.NotEqual(Payload.Fingerprint(one), Payload.Fingerprint(other));
    }
}
