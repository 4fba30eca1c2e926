using System.Net;
using System.Text;
using System.Text.Json;
using CsCheck;
using Runbooks.Server.Secrets;

namespace Runbooks.Server.Tests.Secrets;

public sealed class SecretRedactorTests
{
    private const string Secret = "p@ss/w+rd \"ü\" 1";

    public static readonly TheoryData<string> Written =
    [
        Secret,
        Uri.EscapeDataString(Secret),
        WebUtility.UrlEncode(Secret),
        JsonSerializer.Serialize(Secret),
        Base64(Secret),
        Base64("admin:" + Secret),
        Base64("x" + Secret + "y"),
    ];

    [Theory]
    [MemberData(nameof(Written))]
    public void Redact_SecretInAnyForm_LeavesNothingOfIt(string form)
    {
        var redacted = new SecretRedactor([Secret]).Redact($"before {form} after");

        Assert.Contains(SecretRedactor.Hidden, redacted, StringComparison.Ordinal);
        Assert.StartsWith("before ", redacted, StringComparison.Ordinal);
        Assert.EndsWith(" after", redacted, StringComparison.Ordinal);
        Assert.DoesNotContain(form, redacted, StringComparison.Ordinal);
    }

    [Fact]
    public void Redact_SecretThatIsPartOfAnother_HidesTheWholeOfBoth() =>
        Assert.Equal("*** and ***", new SecretRedactor(["abcd", "abcdef"]).Redact("abcdef and abcd"));

    [Fact]
    public void Redact_TextWithoutSecrets_IsTheSame() =>
        Assert.Equal("nothing here", new SecretRedactor(["s3cret", ""]).Redact("nothing here"));

    [Fact]
    public void Redact_AnyBase64AroundAnySecret_DoesNotDecodeToIt() =>
        Gen.Select(Gen.String[Gen.Char['!', '~'], 6, 20], Gen.String[Gen.Char['!', '~'], 0, 9], Gen.String[Gen.Char['!', '~'], 0, 9])
            .Sample((secret, before, after) =>
            {
                var redacted = new SecretRedactor([secret]).Redact(Base64(before + secret + after));
                Assert.Contains(SecretRedactor.Hidden, redacted, StringComparison.Ordinal);
            });

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
