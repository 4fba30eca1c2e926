using System.Text.Json;
using Runbooks.Activities.Platforms.HyperV.Ssh;

namespace Runbooks.Activities.Platforms.HyperV;

/// <summary>Makes connections to Hyper-V hosts and their clusters.</summary>
public sealed class HyperVFactory : IPlatformFactory
{
    public const string Name = "hyperv";

    internal const string PrivateKey = "privateKey", Password = "password";

    public string Platform => Name;

    public Type SettingsType => typeof(HyperVSettings);

    public IReadOnlyList<string> SecretNames => [PrivateKey, Password];

    public IPlatform Create(JsonElement settings, IReadOnlyDictionary<string, string> secrets, TimeProvider time) =>
        Create(ActivityJson.Read<HyperVSettings>(settings), secrets, time);

    internal static IPlatform Create(HyperVSettings settings, IReadOnlyDictionary<string, string> secrets, TimeProvider time)
    {
        var login = new SshLogin(settings.Checked(), secrets.GetValueOrDefault(PrivateKey), secrets.GetValueOrDefault(Password));
        // Wrong ones are told when they are entered.
        using (login.Method() as IDisposable) return new HyperVPlatform(login, time);
    }
}
