using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Runbooks.Server.Triggers.Schedules;

/// <summary>Where a schedule stands. It is moved on in the transaction that commits what it fired: no fire time is lost or doubled.</summary>
[EntityTypeConfiguration(typeof(ScheduleCursorMapping))]
public sealed class ScheduleCursorEntity
{
    public required string TriggerId { get; init; }

    /// <summary>The fire time that is acted on next; null: none comes, or it is paused.</summary>
    public DateTimeOffset? NextTime { get; set; }

    /// <summary>When that is: later than it by the jitter.</summary>
    public DateTimeOffset? NextDue { get; set; }

    /// <summary>The newest fire time that was acted on.</summary>
    public DateTimeOffset? LastTime { get; set; }
}

internal sealed class ScheduleCursorMapping : IEntityTypeConfiguration<ScheduleCursorEntity>
{
    public void Configure(EntityTypeBuilder<ScheduleCursorEntity> builder)
    {
        builder.ToTable("schedule_cursors");
        builder.HasKey(cursor => cursor.TriggerId);
        builder.HasIndex(cursor => cursor.NextDue);
        // Of two that look at the same moment, one moves it on.
        builder.Property(cursor => cursor.NextTime).IsConcurrencyToken();
    }
}
