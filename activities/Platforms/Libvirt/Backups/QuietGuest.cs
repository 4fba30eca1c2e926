using System.Xml.Linq;
using Runbooks.Activities.Platforms.Libvirt.Native;
using Runbooks.Activities.Platforms.Libvirt.Reading;

namespace Runbooks.Activities.Platforms.Libvirt.Backups;

/// <summary>Holds the file systems of a guest whose agent can be asked, for the moment in which a copy begins.</summary>
internal sealed class QuietGuest : IDisposable
{
    private readonly DomainHandle? _asked;

    public QuietGuest(DomainHandle domain, XElement definition)
    {
        if (GuestAgent.Answers(definition) != true) return;
        _asked = domain;
        try
        {
            domain.Freeze();
            // The agent of Windows has its applications write out theirs, too (VSS).
            var os = DomainXml.Parse(definition).Os;
            Consistency = os?.Contains("microsoft", StringComparison.OrdinalIgnoreCase) == true ? Consistency.Application : Consistency.Filesystem;
        }
        catch (PlatformException error) when (error.Error != PlatformError.Unreachable)
        {
            // An agent that cannot, or a file system that is not asked: the copy says that it is less.
        }
    }

    public Consistency Consistency { get; } = Consistency.Crash;

    /// <summary>Also what somebody who was cut short has left held.</summary>
    public void Dispose()
    {
        if (_asked is null) return;
        try
        {
            _asked.Thaw();
        }
        catch (PlatformException error) when (Consistency == Consistency.Crash && error.Error != PlatformError.Unreachable)
        {
        }
    }
}
