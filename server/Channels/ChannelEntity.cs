using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Runbooks.Activities.Messaging.Sending;
using Runbooks.Server.Deliveries;

namespace Runbooks.Server.Channels;

/// <summary>Where people are told something. Its secrets are in the scope of <see cref="Secrets.SecretScope.OfChannel"/>.</summary>
[EntityTypeConfiguration(typeof(ChannelMapping))]
public sealed class ChannelEntity : IDelivered
{
    public required string Id { get; init; }

    public required string Name { get; set; }

    public required string Type { get; init; }

    /// <summary>A JSON object, without the secrets.</summary>
    public required string Settings { get; set; }

    public List<string> SecretNames { get; set; } = [];

    public required ChannelLanguage Language { get; set; }

    public required bool Enabled { get; set; }

    public List<MessageKind> Kinds { get; set; } = [];

    /// <summary>Only what concerns these; all where it is empty.</summary>
    public List<string> Workflows { get; set; } = [];

    public required MessageSeverity MinimumSeverity { get; set; }

    /// <summary>Only what happened from then on.</summary>
    public required DateTimeOffset Since { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public int Attempts { get; set; }

    public DateTimeOffset? FailingSince { get; set; }

    public DateTimeOffset? NextAttemptAt { get; set; }

    public string? LastError { get; set; }

    public DateTimeOffset? DeliveredAt { get; set; }
}

public enum ChannelLanguage
{
    En,
    Zh,
}

internal sealed class ChannelMapping : IEntityTypeConfiguration<ChannelEntity>
{
    public void Configure(EntityTypeBuilder<ChannelEntity> builder)
    {
        builder.ToTable("channels");
        builder.HasKey(channel => channel.Id);
        builder.HasIndex(channel => channel.Name).IsUnique();
        builder.Property(channel => channel.Language).HasConversion<string>();
        builder.Property(channel => channel.MinimumSeverity).HasConversion<string>();
        builder.PrimitiveCollection(channel => channel.Kinds).ElementType().HasConversion<string>();
    }
}
