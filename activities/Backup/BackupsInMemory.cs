using System.Collections.Concurrent;

namespace Runbooks.Activities.Backup;

/// <summary>A catalogue that lives as long as the process: for rehearsals, and where there is no database.</summary>
public sealed class BackupsInMemory : IBackupCatalogue
{
    private readonly ConcurrentDictionary<string, BackupRecord> records = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    public Task<BackupRecord?> FindAsync(string id, CancellationToken cancellation) => Task.FromResult(records.GetValueOrDefault(id));

    public Task<IReadOnlyList<BackupRecord>> OfVmAsync(string vm, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<BackupRecord>>(
        [.. records.Values.Where(record => record.Vm == vm).OrderBy(record => record.BegunAt).ThenBy(record => record.Id, StringComparer.Ordinal)]);

    public Task<IReadOnlyList<VmWithBackups>> VmsAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<VmWithBackups>>(
    [
        .. records.Values.GroupBy(record => (record.Vm, record.Connection)).Select(
            group => new VmWithBackups(group.Key.Vm, group.MaxBy(record => record.BegunAt)!.VmName, group.Key.Connection)),
    ]);

    public Task AddAsync(BackupRecord record, CancellationToken cancellation)
    {
        records.TryAdd(record.Id, record);
        return Task.CompletedTask;
    }

    public Task<BackupRecord?> ChangeAsync(string id, Func<BackupRecord, BackupRecord> change, CancellationToken cancellation)
    {
        lock (gate)
        {
            if (!records.TryGetValue(id, out var known)) return Task.FromResult<BackupRecord?>(null);
            return Task.FromResult<BackupRecord?>(records[id] = change(known));
        }
    }

    public Task RemoveAsync(string id, CancellationToken cancellation)
    {
        lock (gate) records.TryRemove(id, out _);
        return Task.CompletedTask;
    }
}
