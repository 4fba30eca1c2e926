using System.Text.Json;

namespace Runbooks.Activities.Platforms.Libvirt;

/// <summary>KVM and other hypervisors through libvirt.</summary>
public sealed class LibvirtFactory : IPlatformFactory
{
    private readonly Peers _peers = new();

    public string Platform => "libvirt";

    public Type SettingsType => typeof(LibvirtSettings);

    public IReadOnlyList<string> SecretNames => [];

    public IPlatform Create(JsonElement settings, IReadOnlyDictionary<string, string> secrets, TimeProvider time) =>
        new LibvirtPlatform(ActivityJson.Read<LibvirtSettings>(settings).Checked(), time, _peers);
}
