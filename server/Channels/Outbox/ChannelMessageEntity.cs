using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Runbooks.Activities.Messaging.Sending;

namespace Runbooks.Server.Channels.Outbox;

/// <summary>Something that a channel is to be told, or was. Committed with the place up to which its causes were read.</summary>
[EntityTypeConfiguration(typeof(ChannelMessageMapping))]
public sealed class ChannelMessageEntity
{
    public long Sequence { get; init; }

    public required string ChannelId { get; init; }

    /// <summary>The cause: a channel is told of it once.</summary>
    public required string Key { get; init; }

    public required MessageKind Kind { get; init; }

    public required MessageSeverity Severity { get; init; }

    public string? Workflow { get; init; }

    /// <summary>When the cause was there.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What the templates read, as a JSON object of texts.</summary>
    public required string Facts { get; init; }

    /// <summary>The designer's page of it, from its slash on.</summary>
    public required string Page { get; init; }

    /// <summary>What says that it is over: a firing or an approval; null where nothing does.</summary>
    public string? Watched { get; init; }

    public required MessageStatus Status { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public int Attempts { get; set; }

    public string? Error { get; set; }

    public DateTimeOffset? SettledAt { get; set; }

    /// <summary>The key of what it was sent with: messages that were sent as one have the same.</summary>
    public string? SentAs { get; set; }

    /// <summary>When its cause was found to be over.</summary>
    public DateTimeOffset? OverAt { get; set; }

    /// <summary>When the service was told that.</summary>
    public DateTimeOffset? ResolvedAt { get; set; }
}

public enum MessageStatus
{
    Pending,
    Sent,

    /// <summary>It could not be sent, and is not tried any more by itself.</summary>
    Failed,

    /// <summary>Its cause was over before it was sent.</summary>
    Dropped,
}

internal sealed class ChannelMessageMapping : IEntityTypeConfiguration<ChannelMessageEntity>
{
    public void Configure(EntityTypeBuilder<ChannelMessageEntity> builder)
    {
        builder.ToTable("channel_messages");
        builder.HasKey(message => message.Sequence);
        builder.HasIndex(message => new { message.ChannelId, message.Key }).IsUnique();
        builder.HasIndex(message => new { message.ChannelId, message.Status, message.Sequence });
        builder.HasIndex(message => new { message.OverAt, message.Watched });
        builder.HasIndex(message => message.SettledAt);
        builder.Property(message => message.Kind).HasConversion<string>();
        builder.Property(message => message.Severity).HasConversion<string>();
        builder.Property(message => message.Status).HasConversion<string>();
    }
}
