using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Runbooks.Server.Alerts.Storage;

/// <summary>An alert ended whose run is to be told: kept until it was, since the run may not have been started yet.</summary>
[EntityTypeConfiguration(typeof(AlertFollowUpMapping))]
public sealed class AlertFollowUpEntity
{
    public required string Firing { get; init; }

    public required long Alert { get; init; }

    public required string Trigger { get; init; }

    /// <summary><c>signal</c> or <c>cancel</c>.</summary>
    public required string Action { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class AlertFollowUpMapping : IEntityTypeConfiguration<AlertFollowUpEntity>
{
    public void Configure(EntityTypeBuilder<AlertFollowUpEntity> builder)
    {
        builder.ToTable("alert_follow_ups");
        builder.HasKey(followUp => followUp.Firing);
    }
}
