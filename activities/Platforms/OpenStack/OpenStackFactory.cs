using System.Text.Json;

namespace Runbooks.Activities.Platforms.OpenStack;

/// <summary>Makes connections to regions of OpenStack clouds.</summary>
public sealed class OpenStackFactory : IPlatformFactory
{
    public const string Name = "openstack";

    internal const string Password = "password", ApplicationCredentialSecret = "applicationCredentialSecret";

    public string Platform => Name;

    public Type SettingsType => typeof(OpenStackSettings);

    public IReadOnlyList<string> SecretNames => [Password, ApplicationCredentialSecret];

    public IPlatform Create(JsonElement settings, IReadOnlyDictionary<string, string> secrets, TimeProvider time) =>
        new OpenStackPlatform(Access(ActivityJson.Read<OpenStackSettings>(settings), secrets), time);

    internal static OpenStackAccess Access(OpenStackSettings settings, IReadOnlyDictionary<string, string> secrets) => new(
        settings.Checked(),
        secrets.GetValueOrDefault(string.IsNullOrEmpty(settings.ApplicationCredentialId) ? Password : ApplicationCredentialSecret));
}

/// <summary>The settings with what they are unlocked by: a password, or an application credential's secret.</summary>
internal sealed record OpenStackAccess(OpenStackSettings Settings, string? Secret);
