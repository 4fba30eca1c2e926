using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Runbooks.Server.Alerts.Sources;

/// <summary>What came from a source.</summary>
[EntityTypeConfiguration(typeof(AlertSourceStatusMapping))]
public sealed class AlertSourceStatusEntity
{
    public required string Source { get; init; }

    public long Accepted { get; init; }

    public long Duplicates { get; init; }

    /// <summary>Alerts that senders said they left out of their bodies.</summary>
    public long Truncated { get; init; }

    public DateTimeOffset? LastAlertAt { get; init; }

    /// <summary>Requests that were turned away.</summary>
    public long Refused { get; init; }

    public DateTimeOffset? LastRefusedAt { get; init; }

    /// <summary>The code of the last refusal.</summary>
    public string? LastRefusal { get; init; }
}

internal sealed class AlertSourceStatusMapping : IEntityTypeConfiguration<AlertSourceStatusEntity>
{
    public void Configure(EntityTypeBuilder<AlertSourceStatusEntity> builder)
    {
        builder.ToTable("alert_source_status");
        builder.HasKey(status => status.Source);
    }
}
