using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Runbooks.Server.Connections;

/// <summary>A configured platform endpoint. Its secrets are in <see cref="Secrets.SecretStore"/>, in the scope of
/// <see cref="Secrets.SecretScope.OfConnection"/>.</summary>
[EntityTypeConfiguration(typeof(ConnectionMapping))]
public sealed class ConnectionEntity
{
    public required string Id { get; init; }

    public required string Name { get; set; }

    public required string Platform { get; init; }

    public required ConnectionMode Mode { get; set; }

    /// <summary>A JSON object, without the secrets.</summary>
    public required string Settings { get; set; }

    /// <summary>The settings whose values are kept as secrets.</summary>
    public List<string> SecretNames { get; set; } = [];

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>Whether runs may change anything through a connection.</summary>
public enum ConnectionMode
{
    Observe,
    Change,
}

internal sealed class ConnectionMapping : IEntityTypeConfiguration<ConnectionEntity>
{
    public void Configure(EntityTypeBuilder<ConnectionEntity> builder)
    {
        builder.ToTable("connections");
        builder.HasKey(connection => connection.Id);
        builder.HasIndex(connection => connection.Name).IsUnique();
        builder.Property(connection => connection.Mode).HasConversion<string>();
    }
}
