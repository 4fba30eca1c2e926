using Runbooks.Activities.Platforms.Libvirt.Native;

namespace Runbooks.Activities.Platforms.Libvirt.Backups;

/// <summary>Ends checkpoints that nothing will stand on any more: each costs a bitmap in the disk, and every write its upkeep. All calls block.</summary>
internal static class Checkpoints
{
    public static void Forget(DomainHandle domain, Predicate<CheckpointHandle> which)
    {
        foreach (var checkpoint in List(domain))
        {
            using (checkpoint)
            {
                if (which(checkpoint)) Forget(checkpoint);
            }
        }
    }

    /// <summary>Of a VM that is off, or whose disk was replaced, libvirt cannot end it in the disk: then it forgets it, and nothing more is
    /// said to have changed since.</summary>
    public static void Forget(CheckpointHandle checkpoint)
    {
        try
        {
            checkpoint.Delete();
        }
        catch (PlatformException error) when (error.Error is not (PlatformError.Unreachable or PlatformError.NotFound))
        {
            checkpoint.Forget();
        }
    }

    private static CheckpointHandle[] List(DomainHandle domain)
    {
        try
        {
            return domain.ListCheckpoints();
        }
        catch (PlatformException error) when (error.Error == PlatformError.Unsupported)
        {
            return [];
        }
    }
}
