using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Runbooks.Server.Alerts.Sources;

/// <summary>A configured sender of alerts. Its secrets are in <see cref="Secrets.SecretStore"/>, in the scope of
/// <see cref="Secrets.SecretScope.OfAlertSource"/>.</summary>
[EntityTypeConfiguration(typeof(AlertSourceMapping))]
public sealed class AlertSourceEntity
{
    /// <summary>What its address ends in.</summary>
    public required string Name { get; init; }

    public required string Dialect { get; set; }

    /// <summary>JSON, without the secrets.</summary>
    public required string Authentication { get; set; }

    public List<string> SecretNames { get; set; } = [];

    /// <summary>IANA's name.</summary>
    public string? TimeZone { get; set; }

    /// <summary>JSON.</summary>
    public string? Mapping { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }
}

internal sealed class AlertSourceMapping : IEntityTypeConfiguration<AlertSourceEntity>
{
    public void Configure(EntityTypeBuilder<AlertSourceEntity> builder)
    {
        builder.ToTable("alert_sources");
        builder.HasKey(source => source.Name);
    }
}
