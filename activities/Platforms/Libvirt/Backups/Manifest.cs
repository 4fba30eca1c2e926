using System.Collections.Immutable;
using System.Text.Json;

namespace Runbooks.Activities.Platforms.Libvirt.Backups;

/// <summary>What is written beside the disks of a copy, last of all: a copy without it is none.</summary>
/// <param name="Vm">The UUID of the VM.</param>
/// <param name="Parent">The id of the copy that it stands on.</param>
/// <param name="ByJob">It is made by a job of libvirt's, whose end has to be awaited.</param>
/// <param name="Definition">The domain's XML, with its passwords, to make it again.</param>
internal sealed record Manifest(
    string Id,
    string Vm,
    string Name,
    BackupKind Kind,
    string? Parent,
    DateTimeOffset MadeAt,
    Consistency Consistency,
    string Definition,
    ImmutableArray<CopiedDisk> Disks,
    bool ByJob = false)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <exception cref="JsonException">It is not whole.</exception>
    public static Manifest? OfBytes(ReadOnlySpan<byte> contents) => JsonSerializer.Deserialize<Manifest>(contents, Options);

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Options);

    public BackedUp ToResult(string repository) =>
        new(Kind, Disks.Sum(disk => disk.Bytes ?? 0), Consistency, MadeAt, Repository.LocationOf(repository, Id), repository);
}

/// <param name="Target">Its name in the domain: <c>vda</c>.</param>
/// <param name="Volume">The file that it is in.</param>
/// <param name="Format">What the VM's own disk was.</param>
/// <param name="Pool">Where the VM's own disk was; null where that was in no pool.</param>
/// <param name="Bytes">The size of the file, once it was read back.</param>
/// <param name="Sha256">Of the file as it was read back.</param>
internal sealed record CopiedDisk(string Target, string Volume, string Format, long Capacity, string? Pool, long? Bytes = null, string? Sha256 = null);
