using System.Text.Json;

namespace Runbooks.Activities.Platforms.VSphere;

/// <summary>ESXi hosts and their VMs through a vCenter Server.</summary>
public sealed class VSphereFactory : IPlatformFactory
{
    private const string Password = "password";

    public string Platform => "vsphere";

    public Type SettingsType => typeof(VSphereSettings);

    public IReadOnlyList<string> SecretNames => [Password];

    public IPlatform Create(JsonElement settings, IReadOnlyDictionary<string, string> secrets, TimeProvider time) =>
        secrets.TryGetValue(Password, out var password) && password.Length > 0
            ? new VSpherePlatform(ActivityJson.Read<VSphereSettings>(settings).Checked(), password, time)
            : throw new ActivityFailure("input.invalid", "The secret password is missing.");
}
