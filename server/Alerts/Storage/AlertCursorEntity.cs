using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Runbooks.Server.Alerts.Storage;

/// <summary>How far something has come in <see cref="AlertChangeEntity"/>.</summary>
[EntityTypeConfiguration(typeof(AlertCursorMapping))]
public sealed class AlertCursorEntity
{
    public required string Name { get; init; }

    public required long Sequence { get; init; }
}

internal sealed class AlertCursorMapping : IEntityTypeConfiguration<AlertCursorEntity>
{
    public void Configure(EntityTypeBuilder<AlertCursorEntity> builder)
    {
        builder.ToTable("alert_cursors");
        builder.HasKey(cursor => cursor.Name);
    }
}
