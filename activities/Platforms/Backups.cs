using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Runbooks.Activities.Platforms;

[JsonConverter(typeof(JsonStringEnumConverter<BackupKind>))]
public enum BackupKind
{
    /// <summary>Stands on nothing else.</summary>
    [JsonStringEnumMemberName("full")] Full,

    /// <summary>Holds what changed since its parent, and needs it.</summary>
    [JsonStringEnumMemberName("incremental")] Incremental,
}

/// <summary>What state the data of a copy is in, from worst to best.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Consistency>))]
public enum Consistency
{
    /// <summary>As if the power had failed.</summary>
    [JsonStringEnumMemberName("crash-consistent")] Crash,

    /// <summary>The guest had written out its file systems and held them.</summary>
    [JsonStringEnumMemberName("filesystem-consistent")] Filesystem,

    /// <summary>The applications of the guest had written out their data too.</summary>
    [JsonStringEnumMemberName("application-consistent")] Application,
}

/// <summary>Where a copy is.</summary>
/// <param name="Id">Given by whoever ordered it, and unique in its repository.</param>
/// <param name="Repository">A place that the platform copies to (a folder, a datastore); null for the platform's own.</param>
/// <param name="Location">What the platform finds it by, as it said itself; null before it is made.</param>
public sealed record BackupCopy(string Id, string? Repository, string? Location = null);

/// <summary>A copy that is wanted.</summary>
/// <param name="Parent">What an incremental one is to stand on. Where the platform can no longer tell what changed since, it makes a full one.</param>
/// <param name="OnlyCopy">No other copy would survive the loss of the VM's storages: a repository that is on one of them is refused
/// (<see cref="PlatformError.Invalid"/>).</param>
/// <param name="AtLeast">A copy of less consistency is refused (<see cref="PlatformError.Conflict"/>); better is always tried.</param>
public sealed record BackupOrder(
    string Id, BackupKind Kind, BackupCopy? Parent, string? Repository, bool OnlyCopy = false, Consistency AtLeast = Consistency.Crash)
{
    [JsonIgnore]
    public BackupCopy Copy => new(Id, Repository);
}

/// <summary>The result of <see cref="PlatformOperation.BackUp"/>, as JSON.</summary>
/// <param name="Kind">What was made, which may be full where an incremental one was ordered.</param>
/// <param name="MadeAt">The moment that the data is of.</param>
/// <param name="Storage">The storage that it is on, by the name that VMs give theirs; null where it is on none of those.</param>
public sealed record BackedUp(
    BackupKind Kind, long Bytes, Consistency Consistency, DateTimeOffset MadeAt, string? Location = null, string? Storage = null);

/// <summary>The result of <see cref="PlatformOperation.VerifyBackup"/>, as JSON.</summary>
/// <param name="Problem">What is wrong with it; null where it is sound.</param>
public sealed record BackupChecked(bool Sound, string? Problem = null);

/// <summary>A VM that is wanted back. What is null is left to the platform, or is as it was.</summary>
/// <param name="Into">The native id of the VM that gets the disks; null where a VM is to be made.</param>
/// <param name="Name">The name of the VM that is to be made.</param>
/// <param name="Network">The network that a new VM is plugged into, by name; null: none at all.</param>
/// <param name="Tags">Those that a new VM gets, in place of those that it had.</param>
public sealed record RestoreOrder(
    BackupCopy Copy,
    string? Into,
    string Name,
    string? Host,
    string? Storage,
    string? Network,
    ImmutableSortedDictionary<string, string> Tags);
