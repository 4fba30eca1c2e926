using System.Security.Cryptography;
using System.Text;

namespace Runbooks.Activities.Platforms.Ec2.Metrics;

/// <summary>AWS's Signature Version 4 of a POST to <c>/</c>.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html</summary>
/// <param name="Date">As in <c>X-Amz-Date</c>: <c>20260115T090000Z</c>.</param>
internal sealed record SigV4(string Region, string Service, string Date)
{
    public const string Algorithm = "AWS4-HMAC-SHA256";

    public string Scope => $"{Date[..8]}/{Region}/{Service}/aws4_request";

    /// <param name="headers">Those that are signed, names in small letters, in order.</param>
    public string Sign(string secret, IReadOnlyCollection<KeyValuePair<string, string>> headers, string body)
    {
        var canonical = string.Join('\n',
            ["POST", "/", "", .. headers.Select(header => $"{header.Key}:{header.Value.Trim()}"), "", Names(headers), Hash(body)]);
        var text = $"{Algorithm}\n{Date}\n{Scope}\n{Hash(canonical)}";
        var key = new[] { Date[..8], Region, Service, "aws4_request" }
            .Aggregate(Encoding.UTF8.GetBytes("AWS4" + secret), (sofar, part) => HMACSHA256.HashData(sofar, Encoding.UTF8.GetBytes(part)));
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }

    public string Authorization(string id, string secret, IReadOnlyCollection<KeyValuePair<string, string>> headers, string body) =>
        $"{Algorithm} Credential={id}/{Scope}, SignedHeaders={Names(headers)}, Signature={Sign(secret, headers, body)}";

    private static string Names(IReadOnlyCollection<KeyValuePair<string, string>> headers) => string.Join(';', headers.Select(header => header.Key));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
