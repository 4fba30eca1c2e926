using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Runbooks.Server.Triggers;

/// <summary>A trigger as it is stored. Its secrets are in the scope of <see cref="Secrets.SecretScope.OfTrigger"/>.</summary>
[EntityTypeConfiguration(typeof(TriggerMapping))]
public sealed class TriggerEntity
{
    public required string Id { get; init; }

    public required string Name { get; set; }

    public required string Workflow { get; set; }

    public required string Type { get; init; }

    public required bool Enabled { get; set; }

    public TriggerPause? Pause { get; set; }

    public required TriggerAction Action { get; set; }

    /// <summary>JSON.</summary>
    public required string Inputs { get; set; }

    /// <summary>JSON.</summary>
    public required string Settings { get; set; }

    public required DateTimeOffset EnabledAt { get; set; }

    public required int Revision { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public required string UpdatedBy { get; set; }

    /// <summary>The workflow whose definition carries it; null where none does.</summary>
    public string? OriginWorkflow { get; set; }

    public int? OriginVersion { get; set; }

    public Trigger ToTrigger() => new(
        Id, Name, Workflow, Type, Enabled, Pause, Action, JsonElement.Parse(Inputs), JsonElement.Parse(Settings), EnabledAt, Revision, CreatedAt, UpdatedAt, UpdatedBy)
    {
        Origin = OriginWorkflow is null ? null : new TriggerOrigin(OriginWorkflow, OriginVersion ?? 0),
    };

    public static TriggerEntity Of(Trigger trigger)
    {
        var made = new TriggerEntity
        {
            Id = trigger.Id, Name = "", Workflow = "", Type = trigger.Type, Enabled = false, Action = default, Inputs = "", Settings = "", EnabledAt = default, Revision = 0,
            CreatedAt = trigger.CreatedAt, UpdatedAt = default, UpdatedBy = "",
        };
        made.Take(trigger);
        return made;
    }

    public void Take(Trigger trigger)
    {
        (Name, Workflow, Enabled, Pause, Action) = (trigger.Name, trigger.Workflow, trigger.Enabled, trigger.Pause, trigger.Action);
        (Inputs, Settings) = (trigger.Inputs.GetRawText(), trigger.Settings.GetRawText());
        (EnabledAt, Revision, UpdatedAt, UpdatedBy) = (trigger.EnabledAt, trigger.Revision, trigger.UpdatedAt, trigger.UpdatedBy);
        (OriginWorkflow, OriginVersion) = (trigger.Origin?.Workflow, trigger.Origin?.Version);
    }
}

internal sealed class TriggerMapping : IEntityTypeConfiguration<TriggerEntity>
{
    public void Configure(EntityTypeBuilder<TriggerEntity> builder)
    {
        builder.ToTable("triggers");
        builder.HasKey(trigger => trigger.Id);
        builder.HasIndex(trigger => trigger.Name).IsUnique();
        builder.HasIndex(trigger => trigger.OriginWorkflow);
        builder.Property(trigger => trigger.Action).HasConversion<string>();
        builder.Property(trigger => trigger.Revision).IsConcurrencyToken();
        builder.OwnsOne(trigger => trigger.Pause);
    }
}
