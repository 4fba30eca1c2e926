using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Backup;

/// <summary>Whether the next backup may stand on the last one.</summary>
/// <param name="Kind">What is wanted.</param>
/// <param name="Longest">After this many incremental ones the next is full.</param>
internal sealed record BackupChain(BackupKind Kind, int Longest)
{
    /// <param name="Parent">What an incremental one stands on; null: the next one is full.</param>
    /// <param name="Why">Why it is full though an incremental one was wanted.</param>
    /// <param name="Breaks">The backup whose chain is found to be broken by this.</param>
    internal sealed record Choice(BackupRecord? Parent, string? Why = null, BackupRecord? Breaks = null)
    {
        public BackupKind Kind => Parent is null ? BackupKind.Full : BackupKind.Incremental;
    }

    /// <param name="backups">All backups of the VM.</param>
    /// <param name="connection">The connection that the VM is reached through now.</param>
    public Choice Next(IEnumerable<BackupRecord> backups, string? repository, string connection)
    {
        if (Kind == BackupKind.Full) return new Choice(null);
        var all = backups.ToDictionary(backup => backup.Id);
        var last = all.Values.Where(backup => backup.Repository == repository && backup.MadeAt is not null).MaxBy(backup => backup.MadeAt);
        if (last is null) return new Choice(null, "it is the first in its repository");
        if (last.ChainBroken is { } known) return new Choice(null, known);
        // A VM that moves loses what its platform tracked of changes.
        if (last.Connection != connection) return Broken(last, $"the VM has moved from '{last.Connection}' to '{connection}'");
        var length = 0;
        for (var link = last; ; link = all[link.Parent!])
        {
            if (!link.IsUsable) return Broken(last, $"the backup {link.Id} in its chain is {ActivityJson.Write(link.State).GetString()}");
            if (link.Parent is null) break;
            if (!all.ContainsKey(link.Parent)) return Broken(last, $"the backup {link.Parent} in its chain is gone");
            length++;
        }

        return length >= Longest ? new Choice(null, $"its chain has {length} incremental backups") : new Choice(last);
    }

    private static Choice Broken(BackupRecord last, string why) => new(null, why, last);
}
