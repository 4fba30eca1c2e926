using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Runbooks.Server.Deliveries;

namespace Runbooks.Server.Triggers.Events;

/// <summary>Who is told of changes of runs and steps, as CloudEvents. Its token is in the scope of
/// <see cref="Secrets.SecretScope.OfSubscription"/>.</summary>
[EntityTypeConfiguration(typeof(EventSubscriptionMapping))]
public sealed class EventSubscriptionEntity : IDelivered
{
    public required string Id { get; init; }

    public required string Name { get; set; }

    public required string Url { get; set; }

    /// <summary>Names of events of the history, or their beginning with a star: <c>run.*</c>.</summary>
    public required List<string> Types { get; set; }

    /// <summary>Only runs of this workflow; null: all.</summary>
    public string? Workflow { get; set; }

    public required bool Enabled { get; set; }

    /// <summary>Only what happened from then on.</summary>
    public required DateTimeOffset Since { get; set; }

    /// <summary>Runs that ended before were delivered whole.</summary>
    public DateTimeOffset Place { get; set; }

    /// <summary>Attempts at the event that cannot be delivered now.</summary>
    public int Attempts { get; set; }

    public DateTimeOffset? FailingSince { get; set; }

    public DateTimeOffset? NextAttemptAt { get; set; }

    public string? LastError { get; set; }

    public DateTimeOffset? DeliveredAt { get; set; }
}

/// <summary>How far a subscription is in the history of a run.</summary>
[EntityTypeConfiguration(typeof(EventCursorMapping))]
public sealed class EventCursorEntity
{
    public required string SubscriptionId { get; init; }

    public required string RunId { get; init; }

    public required long Sequence { get; set; }

    /// <summary>When the run ended, once that was delivered.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>An event that could not be delivered, and is not tried any more by itself.</summary>
[EntityTypeConfiguration(typeof(DeadLetterMapping))]
public sealed class DeadLetterEntity
{
    public long Sequence { get; init; }

    public required string SubscriptionId { get; init; }

    /// <summary>The CloudEvent as it is sent.</summary>
    public required string Event { get; init; }

    public required string Error { get; set; }

    public required int Attempts { get; set; }

    public required DateTimeOffset At { get; set; }
}

internal sealed class EventSubscriptionMapping : IEntityTypeConfiguration<EventSubscriptionEntity>
{
    public void Configure(EntityTypeBuilder<EventSubscriptionEntity> builder)
    {
        builder.ToTable("event_subscriptions");
        builder.HasKey(subscription => subscription.Id);
    }
}

internal sealed class EventCursorMapping : IEntityTypeConfiguration<EventCursorEntity>
{
    public void Configure(EntityTypeBuilder<EventCursorEntity> builder)
    {
        builder.ToTable("event_cursors");
        builder.HasKey(cursor => new { cursor.SubscriptionId, cursor.RunId });
        builder.HasIndex(cursor => new { cursor.SubscriptionId, cursor.EndedAt });
    }
}

internal sealed class DeadLetterMapping : IEntityTypeConfiguration<DeadLetterEntity>
{
    public void Configure(EntityTypeBuilder<DeadLetterEntity> builder)
    {
        builder.ToTable("event_dead_letters");
        builder.HasKey(letter => letter.Sequence);
        builder.HasIndex(letter => new { letter.SubscriptionId, letter.Sequence });
    }
}
