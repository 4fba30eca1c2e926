using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Runbooks.Server.Workflows;

/// <summary>A workflow and its draft.</summary>
[EntityTypeConfiguration(typeof(WorkflowMapping))]
public sealed class WorkflowEntity
{
    public required string Id { get; init; }

    /// <summary>As the draft says it, for lists.</summary>
    public string? Name { get; set; }

    public string? Description { get; set; }

    /// <summary>The draft as JSON.</summary>
    public required string Draft { get; set; }

    /// <summary>The draft as it was written, where that was YAML: with its comments.</summary>
    public string? DraftYaml { get; set; }

    /// <summary>Raised by each save; the ETag. Two who save at once cannot both win.</summary>
    public required int Revision { get; set; }

    public int? PublishedVersion { get; set; }

    /// <summary>The revision of the draft that was published last; equal to <see cref="Revision"/> while nothing was changed since.</summary>
    public int? PublishedRevision { get; set; }

    /// <summary>Nothing starts the workflow while it is paused; null: it is not.</summary>
    public WorkflowPause? Pause { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public required string UpdatedBy { get; set; }
}

public sealed record WorkflowPause(DateTimeOffset At, string By, string? Reason);

internal sealed class WorkflowMapping : IEntityTypeConfiguration<WorkflowEntity>
{
    public void Configure(EntityTypeBuilder<WorkflowEntity> builder)
    {
        builder.ToTable("workflows");
        builder.HasKey(workflow => workflow.Id);
        builder.Property(workflow => workflow.Revision).IsConcurrencyToken();
        builder.OwnsOne(workflow => workflow.Pause);
    }
}
