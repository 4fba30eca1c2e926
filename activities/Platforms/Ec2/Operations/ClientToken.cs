using System.Security.Cryptography;
using System.Text;

namespace Runbooks.Activities.Platforms.Ec2.Operations;

/// <summary>The name under which EC2 makes an instance once only: at most 64 characters, the same for the same key.
/// https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html</summary>
internal static class ClientToken
{
    public static string Of(string key) => "runbooks-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..48];
}
