namespace Runbooks.Activities.Backup;

/// <summary>What is known of backups. The server keeps it in its database. A record is there before its copy is, and goes after it.</summary>
public interface IBackupCatalogue
{
    Task<BackupRecord?> FindAsync(string id, CancellationToken cancellation);

    /// <summary>The backups of a VM by its stable identity, in the order in which they were begun.</summary>
    Task<IReadOnlyList<BackupRecord>> OfVmAsync(string vm, CancellationToken cancellation);

    /// <summary>The VMs that have backups, whether or not they are still there; one line for each connection.</summary>
    Task<IReadOnlyList<VmWithBackups>> VmsAsync(CancellationToken cancellation);

    /// <summary>Does nothing where the id is there already.</summary>
    Task AddAsync(BackupRecord record, CancellationToken cancellation);

    /// <summary>Changes one record, alone: nobody else's change comes between.</summary>
    /// <returns>The record as it is now; null where there is none.</returns>
    Task<BackupRecord?> ChangeAsync(string id, Func<BackupRecord, BackupRecord> change, CancellationToken cancellation);

    /// <summary>What is gone already counts as removed.</summary>
    Task RemoveAsync(string id, CancellationToken cancellation);
}

/// <param name="Vm">The stable identity.</param>
/// <param name="Name">As it was called at the last backup.</param>
public sealed record VmWithBackups(string Vm, string Name, string Connection);
