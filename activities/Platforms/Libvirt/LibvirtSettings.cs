using System.ComponentModel;
using System.Text.RegularExpressions;

namespace Runbooks.Activities.Platforms.Libvirt;

/// <summary>A connection to the libvirtd of one host. Several hosts are several connections; give those that belong together the
/// same <see cref="Cluster"/>.</summary>
public sealed partial record LibvirtSettings
{
    /// <summary>libvirt's connection URI, https://libvirt.org/uri.html: <c>qemu:///system</c> on this machine,
    /// <c>qemu+ssh://user@host/system?keyfile=/path&amp;no_tty=1</c> over SSH, <c>qemu+tls://host/system</c> with certificates.
    /// Passwords are asked of nobody: use keys, certificates, or an <c>authfile</c> (https://libvirt.org/auth.html).</summary>
    [Description("libvirt's connection URI: qemu:///system, qemu+ssh://user@host/system?keyfile=/path&no_tty=1, qemu+tls://host/system")]
    public required string Uri { get; init; }

    /// <summary>The name of the cluster that the host is counted to; none where it is missing. libvirt itself knows none.</summary>
    [Description("The name of the cluster that this host is counted to")]
    public string? Cluster { get; init; }

    /// <summary>The driver that the URI names: <c>qemu</c> of <c>qemu+ssh://…</c>.</summary>
    internal string Driver => Form().Match(Uri).Groups[1].Value;

    /// <exception cref="ActivityFailure"><c>input.invalid</c>, naming the setting.</exception>
    internal LibvirtSettings Checked() => Form().IsMatch(Uri)
        ? this
        : throw new ActivityFailure("input.invalid", $"The setting uri is '{Uri}'; give a libvirt URI such as qemu:///system or qemu+ssh://user@host/system.");

    [GeneratedRegex(@"^([a-z]+)(\+[a-z0-9]+)?://")]
    private static partial Regex Form();
}
