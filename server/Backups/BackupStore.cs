using Microsoft.EntityFrameworkCore;
using Runbooks.Activities.Backup;
using Runbooks.Server.Data;

namespace Runbooks.Server.Backups;

/// <summary>The catalogue of backups, in the database.</summary>
internal sealed class BackupStore(IDbContextFactory<RunbooksDbContext> contexts) : IBackupCatalogue, IDisposable
{
    private readonly SemaphoreSlim oneAtATime = new(1);

    public async Task<BackupRecord?> FindAsync(string id, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return (await db.Backups.AsNoTracking().SingleOrDefaultAsync(backup => backup.Id == id, cancellation))?.ToRecord();
    }

    public async Task<IReadOnlyList<BackupRecord>> OfVmAsync(string vm, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rows = await db.Backups.AsNoTracking().Where(backup => backup.Vm == vm).OrderBy(backup => backup.Sequence).ToListAsync(cancellation);
        return [.. rows.Select(row => row.ToRecord())];
    }

    public async Task<IReadOnlyList<VmWithBackups>> VmsAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var last = db.Backups.GroupBy(backup => new { backup.Vm, backup.Connection }).Select(group => group.Max(backup => backup.Sequence));
        var rows = await db.Backups.AsNoTracking().Where(backup => last.Contains(backup.Sequence)).ToListAsync(cancellation);
        return [.. rows.Select(row => new VmWithBackups(row.Vm, row.ToRecord().VmName, row.Connection))];
    }

    public Task AddAsync(BackupRecord record, CancellationToken cancellation) => AloneAsync(
        async db =>
        {
            if (!await db.Backups.AnyAsync(backup => backup.Id == record.Id, cancellation)) db.Backups.Add(BackupEntity.Of(record));
            await db.SaveChangesAsync(cancellation);
            return true;
        },
        cancellation);

    public Task<BackupRecord?> ChangeAsync(string id, Func<BackupRecord, BackupRecord> change, CancellationToken cancellation) => AloneAsync(
        async db =>
        {
            if (await db.Backups.SingleOrDefaultAsync(backup => backup.Id == id, cancellation) is not { } row) return null;
            var changed = change(row.ToRecord());
            row.Take(changed);
            await db.SaveChangesAsync(cancellation);
            return changed;
        },
        cancellation);

    public Task RemoveAsync(string id, CancellationToken cancellation) =>
        AloneAsync(db => db.Backups.Where(backup => backup.Id == id).ExecuteDeleteAsync(cancellation), cancellation);

    public void Dispose() => oneAtATime.Dispose();

    /// <summary>One process has the data directory, so that to be alone in it is to be alone.</summary>
    private async Task<T> AloneAsync<T>(Func<RunbooksDbContext, Task<T>> work, CancellationToken cancellation)
    {
        await oneAtATime.WaitAsync(cancellation);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            return await work(db);
        }
        finally
        {
            oneAtATime.Release();
        }
    }
}
