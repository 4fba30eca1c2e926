using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Runbooks.Activities.Backup;

namespace Runbooks.Server.Backups;

/// <summary>A backup in the catalogue. What lists are filtered by has columns of its own.</summary>
[EntityTypeConfiguration(typeof(BackupMapping))]
public sealed class BackupEntity
{
    /// <summary>In the order in which they were begun.</summary>
    public long Sequence { get; init; }

    public required string Id { get; init; }

    /// <summary>The stable identity of the VM.</summary>
    public required string Vm { get; init; }

    public required string Connection { get; init; }

    public string? Repository { get; init; }

    public required string State { get; set; }

    /// <summary>A <see cref="BackupRecord"/> as JSON.</summary>
    public required string Json { get; set; }

    /// <exception cref="JsonException">It was written by a newer version of the server, and does not fit this one.</exception>
    public BackupRecord ToRecord() => JsonSerializer.Deserialize<BackupRecord>(Json, JsonSerializerOptions.Web)!;

    public static BackupEntity Of(BackupRecord record) => new()
    {
        Id = record.Id,
        Vm = record.Vm,
        Connection = record.Connection,
        Repository = record.Repository,
        State = NameOf(record.State),
        Json = JsonSerializer.Serialize(record, JsonSerializerOptions.Web),
    };

    public void Take(BackupRecord record) => (State, Json) = (NameOf(record.State), JsonSerializer.Serialize(record, JsonSerializerOptions.Web));

    public static string NameOf(BackupState state) => JsonSerializer.SerializeToElement(state).GetString()!;
}

internal sealed class BackupMapping : IEntityTypeConfiguration<BackupEntity>
{
    public void Configure(EntityTypeBuilder<BackupEntity> builder)
    {
        builder.ToTable("backups");
        builder.HasKey(backup => backup.Sequence);
        builder.HasIndex(backup => backup.Id).IsUnique();
        builder.HasIndex(backup => backup.Vm);
    }
}
