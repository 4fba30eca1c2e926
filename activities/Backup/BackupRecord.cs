using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Backup;

/// <summary>How far a backup is to be trusted.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BackupState>))]
public enum BackupState
{
    /// <summary>It was begun, and is not known to be whole.</summary>
    [JsonStringEnumMemberName("making")] Making,

    /// <summary>The platform says that it is whole. Nobody has looked.</summary>
    [JsonStringEnumMemberName("made")] Made,

    /// <summary>It was read back, with all that it stands on, and found whole.</summary>
    [JsonStringEnumMemberName("verified")] Verified,

    /// <summary>A VM was started from it.</summary>
    [JsonStringEnumMemberName("drilled")] Drilled,

    /// <summary>It was not made, or cannot be read.</summary>
    [JsonStringEnumMemberName("broken")] Broken,

    /// <summary>It is being removed.</summary>
    [JsonStringEnumMemberName("removing")] Removing,
}

/// <summary>A backup in the catalogue.</summary>
public sealed record BackupRecord
{
    /// <summary>Also the name of the copy in its repository. Written before the copy is begun, so that a crash loses no copy.</summary>
    public required string Id { get; init; }

    /// <summary>The stable identity of the VM, by which its backups are found after it has moved or is gone.</summary>
    public required string Vm { get; init; }

    public required string VmName { get; init; }

    /// <summary>What the platform's own calls take.</summary>
    public required string NativeId { get; init; }

    /// <summary>The connection that it was made through, and is reached through.</summary>
    public required string Connection { get; init; }

    public required BackupKind Kind { get; init; }

    /// <summary>The backup that this one stands on.</summary>
    public string? Parent { get; init; }

    public string? Repository { get; init; }

    /// <summary>What the platform finds it by.</summary>
    public string? Location { get; init; }

    /// <summary>The storage that it is on, where that is one that VMs are on too.</summary>
    public string? Storage { get; init; }

    public long? Bytes { get; init; }

    public Consistency? Consistency { get; init; }

    public BackupState State { get; init; }

    public required DateTimeOffset BegunAt { get; init; }

    /// <summary>The moment that the data is of.</summary>
    public DateTimeOffset? MadeAt { get; init; }

    public DateTimeOffset? VerifiedAt { get; init; }

    /// <summary>Kept until then, whatever the retention says, and not longer than that because of it.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public required string Run { get; init; }

    public string? Problem { get; init; }

    /// <summary>Why nothing more is added to its chain; null where something may be. What the chain holds stays as good as it is.</summary>
    public string? ChainBroken { get; init; }

    public DrillRecord? Drill { get; init; }

    /// <summary>It can be relied on: somebody has looked.</summary>
    [JsonIgnore]
    public bool IsGood => State is BackupState.Verified or BackupState.Drilled;

    /// <summary>It can be tried.</summary>
    [JsonIgnore]
    public bool IsUsable => IsGood || State == BackupState.Made;

    [JsonIgnore]
    public BackupCopy Copy => new(Id, Repository, Location);

    /// <summary>The same in each execution of a unit, so that a repetition makes no second copy.</summary>
    /// <param name="key"><see cref="ActivityContext.Key"/>.</param>
    public static string IdOf(string key) => "bk-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..20];
}

/// <summary>The last drill of a backup.</summary>
/// <param name="Key">The unit that held it.</param>
/// <param name="Rpo">How old the data was when the drill began: what would have been lost.</param>
/// <param name="Rto">How long it took until the copy ran.</param>
/// <param name="Problem">Why it failed; null where it did not.</param>
public sealed record DrillRecord(
    string Key, DateTimeOffset BegunAt, DateTimeOffset? EndedAt = null, TimeSpan? Rpo = null, TimeSpan? Rto = null, string? Code = null, string? Problem = null);

/// <summary>A backup as steps give it to later steps.</summary>
public sealed record BackupReport(
    string Id,
    string Vm,
    string Name,
    BackupKind Kind,
    string? Parent,
    string? Repository,
    long? Bytes,
    Consistency? Consistency,
    BackupState State,
    DateTimeOffset? MadeAt,
    TimeSpan? Rpo = null,
    TimeSpan? Rto = null)
{
    internal static BackupReport Of(BackupRecord record) => new(
        record.Id, record.Vm, record.VmName, record.Kind, record.Parent, record.Repository, record.Bytes, record.Consistency, record.State,
        record.MadeAt, record.Drill?.Rpo, record.Drill?.Rto);
}
