using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Runbooks.Server.Triggers.Firings;

/// <summary>That a trigger fired, committed before anything is started of it: the ledger's row.</summary>
[EntityTypeConfiguration(typeof(FiringMapping))]
public sealed class FiringEntity
{
    /// <summary>In the order in which they were committed.</summary>
    public long Sequence { get; init; }

    public required string Id { get; init; }

    public required string TriggerId { get; init; }

    /// <summary>The cause: a trigger fires once for each.</summary>
    public required string Key { get; init; }

    public required FiringStatus Status { get; set; }

    public required string Workflow { get; init; }

    /// <summary>When the cause was there: the scheduled time, the alert's begin.</summary>
    public required DateTimeOffset DueAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Why it fired, in a sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>What <see cref="Summary"/> says, for other languages: null where the sentence is all there is.</summary>
    public string? SummaryCode { get; init; }

    /// <summary>JSON.</summary>
    public string? SummaryParameters { get; init; }

    /// <summary>What made it fire, as JSON; null where the summary says all.</summary>
    public string? Detail { get; init; }

    /// <summary>The run's inputs, evaluated; null where that failed.</summary>
    public string? Inputs { get; init; }

    /// <summary>Names of the VMs or hosts that it is about.</summary>
    public List<string> Targets { get; init; } = [];

    /// <summary>The triggers that led to it, one run after the other, the first one first; without this one.</summary>
    public List<string> Lineage { get; init; } = [];

    /// <summary>Who fired or started it by hand; null: nobody.</summary>
    public string? By { get; set; }

    public string? Reason { get; set; }

    public string? RunId { get; set; }

    /// <summary>Why it was not started (yet), as a code and in words.</summary>
    public string? Code { get; set; }

    public string? Why { get; set; }

    public int Attempts { get; set; }

    /// <summary>Of one that is recommended: what its run would change, as JSON (<see cref="Plans.PlanAnswer"/>), made right after it fired.</summary>
    public string? Plan { get; set; }

    /// <summary>Why there is no plan of it.</summary>
    public string? PlanFailure { get; set; }

    public DateTimeOffset? PlannedAt { get; set; }

    /// <summary>Of a pending one: not before.</summary>
    public DateTimeOffset? NextAttemptAt { get; set; }

    public DateTimeOffset? SettledAt { get; set; }
}

public enum FiringStatus
{
    /// <summary>Committed and not started yet; it will be, as soon as can be.</summary>
    Pending,

    Started,

    /// <summary>It cannot be started, or could not for too long.</summary>
    Failed,

    /// <summary>It was not started, as intended.</summary>
    Skipped,

    /// <summary>Waits for a person.</summary>
    Recommended,
}

internal sealed class FiringMapping : IEntityTypeConfiguration<FiringEntity>
{
    public void Configure(EntityTypeBuilder<FiringEntity> builder)
    {
        builder.ToTable("trigger_firings");
        builder.HasKey(firing => firing.Sequence);
        builder.HasIndex(firing => firing.Id).IsUnique();
        builder.HasIndex(firing => new { firing.TriggerId, firing.Key }).IsUnique();
        builder.HasIndex(firing => new { firing.TriggerId, firing.Sequence });
        builder.HasIndex(firing => new { firing.Status, firing.NextAttemptAt });
        builder.HasIndex(firing => firing.SettledAt);
        builder.Property(firing => firing.Status).HasConversion<string>();
    }
}
