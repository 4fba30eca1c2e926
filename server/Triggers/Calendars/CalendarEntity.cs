using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Runbooks.Activities;

namespace Runbooks.Server.Triggers.Calendars;

/// <summary>A named calendar.</summary>
[EntityTypeConfiguration(typeof(CalendarMapping))]
public sealed class CalendarEntity
{
    public required string Id { get; init; }

    /// <summary>A <see cref="CalendarDefinition"/> as JSON.</summary>
    public required string Definition { get; set; }

    public required int Revision { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public required string UpdatedBy { get; set; }

    public CalendarDefinition Read() => JsonSerializer.Deserialize<CalendarDefinition>(Definition, ActivityJson.Options)!;
}

internal sealed class CalendarMapping : IEntityTypeConfiguration<CalendarEntity>
{
    public void Configure(EntityTypeBuilder<CalendarEntity> builder)
    {
        builder.ToTable("calendars");
        builder.HasKey(calendar => calendar.Id);
        builder.Property(calendar => calendar.Revision).IsConcurrencyToken();
    }
}
