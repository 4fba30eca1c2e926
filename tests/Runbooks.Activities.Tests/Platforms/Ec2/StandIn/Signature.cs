using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Runbooks.Activities.Platforms.Ec2.Metrics;

namespace Runbooks.Activities.Tests.Platforms.Ec2.StandIn;

/// <summary>Checks Signature Version 4. That requests of the SDK pass proves the computation, which the product uses for its own.</summary>
internal static partial class Signature
{
    public const string AccessKeyId = "AKIDSTANDIN", SecretAccessKey = "only-for-the-stand-in", SessionToken = "session-of-the-stand-in";

    /// <returns>The service that the request was signed for.</returns>
    public static string Check(HttpRequest request, string body)
    {
        var match = Form().Match(request.Headers.Authorization.ToString());
        if (!match.Success) throw new Refusal("MissingAuthenticationToken", "Request is missing Authentication Token", 403);
        var (id, region, service) = (match.Groups["id"].Value, match.Groups["region"].Value, match.Groups["service"].Value);
        if (id != AccessKeyId) throw new Refusal("AuthFailure", "AWS was not able to validate the provided access credentials", 401);
        if (request.Headers["x-amz-security-token"] != SessionToken) throw new Refusal("AuthFailure", "AWS was not able to validate the session token", 401);
        if (region != World.Region) throw new Refusal("AuthFailure", $"Credential should be scoped to a valid region, not '{region}'.", 401);
        var headers = match.Groups["headers"].Value.Split(';').Select(name => KeyValuePair.Create(name, request.Headers[name].ToString())).ToList();
        var signed = new SigV4(region, service, request.Headers["x-amz-date"].ToString()).Sign(SecretAccessKey, headers, body);
        return signed == match.Groups["signature"].Value
            ? service
            : throw new Refusal("SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided.", 403);
    }

    [GeneratedRegex("^AWS4-HMAC-SHA256 Credential=(?<id>[^/]+)/[0-9]{8}/(?<region>[^/]+)/(?<service>[^/]+)/aws4_request, ?SignedHeaders=(?<headers>[^,]+), ?Signature=(?<signature>[0-9a-f]{64})$")]
    private static partial Regex Form();
}
