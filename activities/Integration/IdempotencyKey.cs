using System.Security.Cryptography;
using System.Text;

namespace Runbooks.Activities.Integration;

/// <summary>An operation's key in a form that every header takes: 32 hexadecimal digits, the same for the same key.</summary>
internal static class IdempotencyKey
{
    public static string Of(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16));
}
