using System.Text.Json.Serialization;

namespace Runbooks.Activities.Platforms.OpenStack.Images;

/// <summary>What servers are made from; also a snapshot of one.</summary>
/// <param name="Status">queued, saving, active, killed, deleted …</param>
internal sealed record Image(string Id, string Status, DateTimeOffset CreatedAt)
{
    public string? Name { get; init; }

    public string? OsDistro { get; init; }

    public string? ContainerFormat { get; init; }

    /// <summary>GiB that a server's disk must have.</summary>
    public int MinDisk { get; init; }

    /// <summary>The server that it is a snapshot of; on snapshots that were taken here.</summary>
    [JsonPropertyName(Snapshots.OfServer)]
    public string? Server { get; init; }

    /// <summary>The snapshot's name: the image's own may be changed.</summary>
    [JsonPropertyName(Snapshots.Named)]
    public string? Snapshot { get; init; }

    [JsonPropertyName(Snapshots.Keyed)]
    public string? Key { get; init; }

    /// <summary>Bytes; null while it is not there.</summary>
    public long? Size { get; init; }

    /// <summary>JSON; on images of servers that boot from a volume, which hold nothing themselves.</summary>
    public string? BlockDeviceMapping { get; init; }

    /// <summary>The copy that it is; on backups that were made here.</summary>
    [JsonPropertyName(Backups.BackupImages.OfCopy)]
    public string? Backup { get; init; }

    [JsonPropertyName(Backups.BackupImages.OfServer)]
    public string? BackupOf { get; init; }

    [JsonPropertyName(Backups.BackupImages.OfFlavor)]
    public string? BackupFlavor { get; init; }
}
