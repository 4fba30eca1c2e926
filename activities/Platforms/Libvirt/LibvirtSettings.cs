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

    /// <summary>Where other hosts send VMs to this one: the URI of its libvirtd as they reach it,
    /// <c>qemu+tls://host/system</c> or <c>qemu+ssh://root@host/system</c>. The two libvirtd talk to each other, so they need to
    /// be allowed to. Without it no VM moves here.</summary>
    [Description("Where other hosts send VMs to this one: the URI of its libvirtd as they reach it, such as qemu+tls://host/system")]
    public string? MigrationAddress { get; init; }

    /// <summary>VMs that are made get disks of their own. Otherwise their disks stand on the template's, which takes a moment
    /// and little room, and binds them to the template.</summary>
    [Description("VMs that are made get full copies of the template's disks, rather than disks that stand on them")]
    public bool FullCopies { get; init; }

    /// <summary>The storage pool that backups go to where a step names no repository; one of files, on another disk than the VMs'.</summary>
    [Description("The storage pool that backups go to where a step names no repository. It should be on another disk than the VMs")]
    public string? BackupPool { get; init; }

    /// <summary>For labs only. VMs leave this host although libvirt finds that unsafe: their disks are on storage that it does not
    /// know to be shared, or are cached by both hosts. Data is lost when they are.</summary>
    [Description("For labs only: VMs leave this host even where libvirt finds that unsafe for their disks. Data may be lost")]
    public bool UnsafeMigration { get; init; }

    /// <summary>The driver that the URI names: <c>qemu</c> of <c>qemu+ssh://…</c>.</summary>
    internal string Driver => Form().Match(Uri).Groups[1].Value;

    /// <exception cref="ActivityFailure"><c>input.invalid</c>, naming the setting.</exception>
    internal LibvirtSettings Checked()
    {
        if (!Form().IsMatch(Uri))
            throw Invalid($"The setting uri is '{Uri}'; give a libvirt URI such as qemu:///system or qemu+ssh://user@host/system.");
        if (MigrationAddress is { } address && !Form().IsMatch(address))
            throw Invalid($"The setting migrationAddress is '{address}'; give the URI of this host's libvirtd as other hosts reach it, such as qemu+tls://host/system.");
        return this;
    }

    private static ActivityFailure Invalid(string message) => new("input.invalid", message);

    [GeneratedRegex(@"^([a-z]+)(\+[a-z0-9]+)?://")]
    private static partial Regex Form();
}
