using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Runbooks.Server.Secrets;

[EntityTypeConfiguration(typeof(SecretMapping))]
public sealed class SecretEntity
{
    public required string Scope { get; init; }

    public required string Name { get; init; }

    /// <summary>The value, encrypted with keys that are not in the database.</summary>
    public required byte[] Protected { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }
}

internal sealed class SecretMapping : IEntityTypeConfiguration<SecretEntity>
{
    public void Configure(EntityTypeBuilder<SecretEntity> builder)
    {
        builder.ToTable("secrets");
        builder.HasKey(secret => new { secret.Scope, secret.Name });
    }
}
