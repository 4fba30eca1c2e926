using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Runbooks.Activities.Patching;

/// <summary>How a VM is patched.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PatchMethod>))]
public enum PatchMethod
{
    /// <summary>By the platform's own means in the guest; needs no login.</summary>
    [JsonStringEnumMemberName("platform")] Platform,
    [JsonStringEnumMemberName("ssh")] Ssh,
    [JsonStringEnumMemberName("ansible")] Ansible,
    [JsonStringEnumMemberName("salt")] Salt,
}

/// <summary>When a VM is restarted after it was patched.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Reboot>))]
public enum Reboot
{
    /// <summary>Where the guest says that it needs it.</summary>
    [JsonStringEnumMemberName("if-needed")] IfNeeded,
    [JsonStringEnumMemberName("never")] Never,
    [JsonStringEnumMemberName("always")] Always,
}

/// <summary>What has to hold before a patched VM counts as healthy. That its guest answers is always part of it.</summary>
public sealed record HealthGate
{
    /// <summary>A command in the guest that ends with exit code 0.</summary>
    public string? Command { get; init; }

    /// <summary>An address that answers a GET with 2xx. {ip} and {name} stand for those of the VM.</summary>
    public string? Url { get; init; }

    /// <summary>How long it may take until all of it holds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "04:00:00", ErrorMessage = "must be between 1 s and 4 h")]
    public TimeSpan Within { get; init; } = TimeSpan.FromMinutes(5);
}

/// <summary>How this server signs in to guests by SSH.</summary>
public sealed record SshLogin
{
    public string User { get; init; } = "root";

    /// <summary>The private key in OpenSSH or PEM form, as a secret.</summary>
    [Format(Formats.Secret)]
    public string? PrivateKey { get; init; }

    /// <summary>What the private key is locked with, as a secret.</summary>
    [Format(Formats.Secret)]
    public string? Passphrase { get; init; }

    /// <summary>The password, as a secret, where there is no key.</summary>
    [Format(Formats.Secret)]
    public string? Password { get; init; }

    /// <summary>Where a VM is reached: {ip} is its first address in the inventory, {name} its name, {tag:x} the value of its tag x.</summary>
    [StringLength(400, MinimumLength = 1)]
    public string Address { get; init; } = "{ip}";

    [Range(1, 65535)]
    public int Port { get; init; } = 22;

    /// <summary>The host keys of the VMs as lines of a known_hosts file. A VM's tag ssh-host-key with a fingerprint (SHA256:…) goes before it.</summary>
    [Format(Formats.Multiline)]
    public string? KnownHosts { get; init; }

    /// <summary>Works as root by sudo, which must not ask for a password.</summary>
    public bool Sudo { get; init; }
}

/// <summary>How this server talks to a Salt master (its HTTP API, rest_cherrypy).</summary>
public sealed record SaltLogin
{
    /// <summary>The address of the API.</summary>
    [Format(Formats.Uri)]
    [StringLength(400, MinimumLength = 1)]
    public required string Url { get; init; }

    public required string User { get; init; }

    /// <summary>As a secret.</summary>
    [Format(Formats.Secret)]
    public required string Password { get; init; }

    /// <summary>The external authentication that the master asks.</summary>
    public string Eauth { get; init; } = "pam";

    /// <summary>The VM's minion: {name}, {ip} and {tag:x} stand for those of the VM.</summary>
    [StringLength(400, MinimumLength = 1)]
    public string Minion { get; init; } = "{name}";
}

/// <summary>What changed in a guest.</summary>
/// <param name="Id">The VM's stable identity.</param>
/// <param name="Vm">The VM's name.</param>
/// <param name="Name">The package.</param>
/// <param name="From">The version before; absent where it was not installed.</param>
/// <param name="To">The version now; absent where it was removed.</param>
public sealed record PackageReport(string Id, string Vm, string Name, string? From = null, string? To = null);

/// <param name="Name">The package.</param>
/// <param name="From">Null: it was not installed.</param>
/// <param name="To">Null: it was removed.</param>
public sealed record PackageChange(string Name, string? From, string? To)
{
    public override string ToString() => $"{Name} {From ?? "(new)"} → {To ?? "(removed)"}";
}
