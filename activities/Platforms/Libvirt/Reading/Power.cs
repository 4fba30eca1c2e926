using Runbooks.Activities.Platforms.Libvirt.Native;

namespace Runbooks.Activities.Platforms.Libvirt.Reading;

/// <summary>What libvirt's state of a domain means to an operator.</summary>
/// <param name="InPassing">libvirt paused the VM for a moment (it starts, migrates, is saved or snapshotted) and goes on by itself.</param>
/// <param name="Asleep">The guest suspended itself, which is ended by waking it.</param>
internal readonly record struct Power(PowerState State, bool InPassing = false, bool Asleep = false)
{
    public static Power Of(DomainState domain, bool active) => domain.State switch
    {
        1 or 2 => new(PowerState.On),
        3 => OfPaused(domain.Reason),
        // Shutting down: off only when QEMU has ended.
        4 => new(PowerState.On),
        5 => new(PowerState.Off),
        // A crashed guest whose QEMU is kept for a look.
        6 => new(active ? PowerState.Unknown : PowerState.Off),
        7 => new(PowerState.Suspended, Asleep: true),
        _ => new(PowerState.Unknown),
    };

    /// <summary>virDomainPausedReason: 2 migration, 3 save, 4 dump, 8 shutting down, 9 snapshot, 11 starting up, 12 post-copy
    /// migration.</summary>
    private static Power OfPaused(int reason) =>
        reason is 2 or 3 or 4 or 8 or 9 or 11 or 12 ? new(PowerState.On, InPassing: true) : new(PowerState.Suspended);
}
