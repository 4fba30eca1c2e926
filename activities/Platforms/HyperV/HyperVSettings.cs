using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Runbooks.Activities.Platforms.HyperV.Ssh;

namespace Runbooks.Activities.Platforms.HyperV;

/// <summary>A connection to one Hyper-V host, or to a failover cluster through one of its nodes, over SSH.</summary>
public sealed record HyperVSettings
{
    [Description("The name or address of the Hyper-V host; of a cluster, any one of its nodes")]
    public required string Host { get; init; }

    [Description("The port of its OpenSSH server")]
    [Range(1, 65535)]
    public int Port { get; init; } = 22;

    /// <summary>Its secret is <c>privateKey</c> or <c>password</c>.</summary>
    [Description("A Windows user that may administer Hyper-V: name, DOMAIN\\name or name@domain")]
    public required string UserName { get; init; }

    /// <summary>A fingerprint as <c>ssh-keygen -lf</c> prints it, or a public key. Nothing is sent to a host with another one.</summary>
    [Description("The host's key: a fingerprint SHA256:… or a line ssh-ed25519 AAAA…; leave it empty and test the connection to see it")]
    public string? HostKey { get; init; }

    /// <summary>The other nodes are reached from the host, for which a login by key has no rights of its own.</summary>
    [Description("The host is a node of a failover cluster: all its nodes are read, VMs are moved between them, nodes are paused. Needs a password, or Kerberos delegation")]
    public bool Cluster { get; init; }

    internal HostKey? Pin { get; private init; }

    /// <exception cref="ActivityFailure"><c>input.invalid</c>, naming the setting.</exception>
    internal HyperVSettings Checked()
    {
        Require(!string.IsNullOrWhiteSpace(Host) && !Host.Contains("://", StringComparison.Ordinal), $"host is '{Host}'; give a name or an address");
        Require(Port is > 0 and <= 65535, $"port is {Port}; give one from 1 to 65535");
        Require(!string.IsNullOrWhiteSpace(UserName), "userName is empty");
        var pin = Ssh.HostKey.Parse(HostKey);
        Require(pin is not null || string.IsNullOrWhiteSpace(HostKey), "hostKey is neither a fingerprint such as SHA256:… nor a public key such as ssh-ed25519 AAAA…");
        return this with { Pin = pin };
    }

    internal static void Require(bool holds, string otherwise)
    {
        if (!holds) throw new ActivityFailure("input.invalid", $"The settings of this Hyper-V connection are wrong: {otherwise}.");
    }
}
