using System.Globalization;
using Runbooks.Activities.Platforms.OpenStack.Compute;
using Runbooks.Activities.Platforms.OpenStack.Volumes;

namespace Runbooks.Activities.Platforms.OpenStack.Backups;

/// <summary>A copy of a server that boots from a volume: a backup in Cinder for each of its volumes. Snapshots would stay on the storage of the volumes, and be
/// lost with it.</summary>
/// <param name="Parts">By the place of the volume; missing where it was not begun yet.</param>
internal sealed record VolumeCopy(string Id, string Of, string Flavor, int Volumes, IReadOnlyDictionary<int, VolumeBackup> Parts)
{
    public bool IsWhole => Parts.Count == Volumes && Parts.Values.All(part => part.Status is "available" or "restoring");

    public VolumeBackup First => Parts.OrderBy(part => part.Key).First().Value;

    /// <summary>Why it is none, and will not become one; null where it may.</summary>
    public string? Problem => Parts.Values.FirstOrDefault(part => part.Status.StartsWith("error", StringComparison.Ordinal)) is { } failed
        ? $"the backup {failed.Id} of a volume is {failed.Status}: {failed.FailReason ?? "Cinder does not say why"}"
        : null;
}

/// <summary>Finds, begins and removes such copies.</summary>
internal sealed class VolumeCopies(Cinder cinder)
{
    private const string Place = "runbooks_volume", Count = "runbooks_volumes";

    public static string NameOf(string copy) => "runbooks-backup " + copy;

    /// <summary>Null where nothing was begun. Of two parts for one volume, which a late request may have made, the older one counts.</summary>
    public async Task<VolumeCopy?> FindAsync(BackupCopy copy, CancellationToken cancellation)
    {
        if (copy.Repository is not null || !await cinder.IsThereAsync(cancellation)) return null;
        var all = (await AllAsync(copy.Id, cancellation)).Where(part => part.Status != "deleting").ToList();
        if (all.Count == 0) return null;
        var parts = all.GroupBy(part => Number(part, Place)).ToDictionary(same => same.Key, same => same.First());
        var says = all[0].Metadata;
        return new VolumeCopy(
            copy.Id, says.GetValueOrDefault(BackupImages.OfServer) ?? "", says.GetValueOrDefault(BackupImages.OfFlavor) ?? "", Number(all[0], Count), parts);
    }

    /// <summary>Begins what is missing.</summary>
    /// <param name="volumes">The server's, that which it boots from first.</param>
    public async Task BeginAsync(string copy, Server server, IReadOnlyList<string> volumes, VolumeCopy? there, CancellationToken cancellation)
    {
        if (!await cinder.IsThereAsync(cancellation))
            throw new PlatformException(PlatformError.Unsupported, "this server boots from a volume, and the cloud has no Cinder that could copy it");
        for (var place = 0; place < volumes.Count; place++)
        {
            if (there?.Parts.ContainsKey(place) == true) continue;
            var says = new Dictionary<string, string>
            {
                [BackupImages.OfCopy] = copy, [BackupImages.OfServer] = server.Id, [BackupImages.OfFlavor] = server.Flavor?.OriginalName ?? "",
                [Place] = place.ToString(CultureInfo.InvariantCulture), [Count] = volumes.Count.ToString(CultureInfo.InvariantCulture),
            };
            await cinder.CreateBackupAsync(volumes[place], NameOf(copy), says, cancellation);
        }
    }

    /// <returns>Whether nothing was there.</returns>
    public async Task<bool> RemoveAsync(string copy, CancellationToken cancellation)
    {
        if (!await cinder.IsThereAsync(cancellation)) return true;
        var all = await AllAsync(copy, cancellation);
        // What is being made cannot be deleted before it is there.
        foreach (var part in all.Where(part => part.Status is "available" or "error")) await cinder.DeleteBackupAsync(part.Id, cancellation);
        return all.Count == 0;
    }

    private async Task<List<VolumeBackup>> AllAsync(string copy, CancellationToken cancellation) =>
        [.. (await cinder.BackupsAsync(NameOf(copy), cancellation)).Where(part => part.Metadata.GetValueOrDefault(BackupImages.OfCopy) == copy)];

    private static int Number(VolumeBackup part, string name) =>
        int.TryParse(part.Metadata.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
