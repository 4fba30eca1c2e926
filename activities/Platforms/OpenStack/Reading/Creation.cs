using System.Security.Cryptography;
using System.Text;

namespace Runbooks.Activities.Platforms.OpenStack.Reading;

/// <summary>What is written on a thing that is made, so that whoever looks for it knows which operation made it.</summary>
internal static class Creation
{
    /// <summary>In a server's metadata. Not shown as a tag.</summary>
    public const string KeyName = "runbooks-key";

    public static string Of(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..48];
}
