using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Runbooks.Server.Alerts.Storage;

/// <summary>One episode of an alert: from its first delivery to its end. Written by <see cref="AlertWrites"/>, read by queries.</summary>
[EntityTypeConfiguration(typeof(AlertMapping))]
public sealed class AlertEntity
{
    public long Id { get; init; }

    public required string Source { get; init; }

    public required string Fingerprint { get; init; }

    public required string Episode { get; init; }

    public required string Name { get; init; }

    public string? Severity { get; init; }

    /// <summary><c>firing</c> or <c>resolved</c>.</summary>
    public required string Status { get; init; }

    /// <summary>A JSON object of texts; so are the annotations.</summary>
    public required string Labels { get; init; }

    public required string Annotations { get; init; }

    public string? Value { get; init; }

    public required DateTimeOffset StartsAt { get; init; }

    public DateTimeOffset? EndsAt { get; init; }

    public string? Link { get; init; }

    /// <summary>When the first delivery was committed, by this server's clock.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Deliveries that said nothing new.</summary>
    public required long Repeats { get; init; }

    /// <summary>JSON: what its labels say of the fleet, and whether automation itself is behind it; null until it was looked at.</summary>
    public string? Finding { get; init; }

    /// <summary>The id of the VM or host that it is about.</summary>
    public string? Target { get; init; }
}

internal sealed class AlertMapping : IEntityTypeConfiguration<AlertEntity>
{
    public void Configure(EntityTypeBuilder<AlertEntity> builder)
    {
        builder.ToTable("alerts");
        builder.HasKey(alert => alert.Id);
        builder.HasIndex(alert => new { alert.Source, alert.Fingerprint, alert.Episode }).IsUnique();
        builder.HasIndex(alert => alert.Target);
        // Few are open at a time, and it is they that are asked for.
        builder.HasIndex(alert => new { alert.Status, alert.ReceivedAt }).HasFilter("status = 'firing'");
    }
}
