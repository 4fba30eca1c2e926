using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Runbooks.Server.Audit;

/// <summary>Who did what. Rows are added, never changed.</summary>
[EntityTypeConfiguration(typeof(AuditMapping))]
public sealed class AuditEntity
{
    public long Sequence { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>A name of a caller: <c>key:ci</c>, <c>server</c>.</summary>
    public required string Who { get; init; }

    /// <summary>A dotted verb: <c>workflow.publish</c>.</summary>
    public required string What { get; init; }

    /// <summary>What it was done to: <c>workflow:power-off-idle-test-vms</c>.</summary>
    public required string Object { get; init; }

    /// <summary>JSON, where there is more to say.</summary>
    public string? Detail { get; init; }
}

internal sealed class AuditMapping : IEntityTypeConfiguration<AuditEntity>
{
    public void Configure(EntityTypeBuilder<AuditEntity> builder)
    {
        builder.ToTable("audit");
        builder.HasKey(entry => entry.Sequence);
        builder.HasIndex(entry => entry.Object);
        builder.HasIndex(entry => entry.At);
    }
}
