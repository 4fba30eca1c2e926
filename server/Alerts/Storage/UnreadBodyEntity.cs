using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Runbooks.Server.Alerts.Storage;

/// <summary>A body that a known source sent and that could not be read, or not all of it. A bounded number of each source is kept, of bounded
/// size.</summary>
[EntityTypeConfiguration(typeof(UnreadBodyMapping))]
public sealed class UnreadBodyEntity
{
    public long Sequence { get; init; }

    public required string Source { get; init; }

    public required DateTimeOffset At { get; init; }

    public string? MediaType { get; init; }

    /// <summary>Of what was sent, in bytes; more than is kept where it was long.</summary>
    public required long Size { get; init; }

    public required byte[] Body { get; init; }

    public required string Problem { get; init; }
}

internal sealed class UnreadBodyMapping : IEntityTypeConfiguration<UnreadBodyEntity>
{
    public void Configure(EntityTypeBuilder<UnreadBodyEntity> builder)
    {
        builder.ToTable("alert_unread_bodies");
        builder.HasKey(body => body.Sequence);
        builder.HasIndex(body => new { body.Source, body.Sequence });
    }
}
