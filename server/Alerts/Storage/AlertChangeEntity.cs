using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Runbooks.Server.Alerts.Storage;

/// <summary>What rules have to look at: an episode began, ended, began again, or became more or less severe. Written in the transaction of
/// the alert, so that nothing that was answered can be missed.</summary>
[EntityTypeConfiguration(typeof(AlertChangeMapping))]
public sealed class AlertChangeEntity
{
    public long Sequence { get; init; }

    public required long Alert { get; init; }

    public required string Status { get; init; }

    public string? Severity { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class AlertChangeMapping : IEntityTypeConfiguration<AlertChangeEntity>
{
    public void Configure(EntityTypeBuilder<AlertChangeEntity> builder)
    {
        builder.ToTable("alert_changes");
        builder.HasKey(change => change.Sequence);
        builder.HasIndex(change => change.Alert);
    }
}
