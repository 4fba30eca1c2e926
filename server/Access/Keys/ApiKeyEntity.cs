using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Runbooks.Server.Access.Keys;

[EntityTypeConfiguration(typeof(ApiKeyMapping))]
public sealed class ApiKeyEntity
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required List<Role> Roles { get; init; }

    /// <summary>SHA-256 of the key, which is random and long: a slow hash would add nothing but time to every call.</summary>
    public required byte[] Hash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }
}

internal sealed class ApiKeyMapping : IEntityTypeConfiguration<ApiKeyEntity>
{
    public void Configure(EntityTypeBuilder<ApiKeyEntity> builder)
    {
        builder.ToTable("api_keys");
        builder.HasKey(key => key.Id);
        builder.HasIndex(key => key.Hash).IsUnique();
        builder.HasIndex(key => key.Name).IsUnique();
        builder.PrimitiveCollection(key => key.Roles).ElementType().HasConversion<string>();
    }
}
