using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Runbooks.Server.Alerts.Storage;

/// <summary>What a rule made of an alert, and why: the last word, for each rule that it concerned.</summary>
[EntityTypeConfiguration(typeof(AlertOutcomeMapping))]
public sealed class AlertOutcomeEntity
{
    public required long Alert { get; init; }

    /// <summary>The id of the rule.</summary>
    public required string Trigger { get; init; }

    /// <summary>A word for programs: <c>fired</c>, <c>held</c>, <c>no-target</c> …</summary>
    public required string Kind { get; init; }

    /// <summary>A sentence for people.</summary>
    public required string Message { get; init; }

    /// <summary>The firing that it led to.</summary>
    public string? Firing { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class AlertOutcomeMapping : IEntityTypeConfiguration<AlertOutcomeEntity>
{
    public void Configure(EntityTypeBuilder<AlertOutcomeEntity> builder)
    {
        builder.ToTable("alert_outcomes");
        builder.HasKey(outcome => new { outcome.Alert, outcome.Trigger });
    }
}
