using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Runbooks.Server.Fleet;

/// <summary>A host, VM, storage or network as a connection last showed it. Two connections that see the same object have a row each.</summary>
[EntityTypeConfiguration(typeof(FleetObjectMapping))]
public sealed class FleetObjectEntity
{
    public required string Connection { get; init; }

    /// <summary>The platform's stable identity.</summary>
    public required string Id { get; init; }

    /// <summary><c>vm</c>, <c>host</c> or <c>storage</c>; <c>connection</c> tells when all of them were last read.</summary>
    public required string Kind { get; init; }

    public required string Json { get; set; }

    public required DateTimeOffset LastSeenAt { get; set; }
}

internal sealed class FleetObjectMapping : IEntityTypeConfiguration<FleetObjectEntity>
{
    public void Configure(EntityTypeBuilder<FleetObjectEntity> builder)
    {
        builder.ToTable("fleet_objects");
        builder.HasKey(seen => new { seen.Connection, seen.Kind, seen.Id });
    }
}
