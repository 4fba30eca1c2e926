using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Runbooks.Server.Workflows;

/// <summary>A published version. It never changes: runs keep the version that they started with.</summary>
[EntityTypeConfiguration(typeof(WorkflowVersionMapping))]
public sealed class WorkflowVersionEntity
{
    public required string Workflow { get; init; }

    /// <summary>Counts from 1.</summary>
    public required int Version { get; init; }

    /// <summary>The definition as JSON.</summary>
    public required string Definition { get; init; }

    /// <summary>The definition as it was written, where that was YAML.</summary>
    public string? Yaml { get; init; }

    public required DateTimeOffset PublishedAt { get; init; }

    public required string PublishedBy { get; init; }
}

internal sealed class WorkflowVersionMapping : IEntityTypeConfiguration<WorkflowVersionEntity>
{
    public void Configure(EntityTypeBuilder<WorkflowVersionEntity> builder)
    {
        builder.ToTable("workflow_versions");
        builder.HasKey(version => new { version.Workflow, version.Version });
        builder.HasOne<WorkflowEntity>().WithMany().HasForeignKey(version => version.Workflow).OnDelete(DeleteBehavior.Restrict);
    }
}
