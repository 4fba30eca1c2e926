using System.Text.Json;
using System.Text.Json.Nodes;
using Runbooks.Server.Http;

namespace Runbooks.Server.Triggers.Calendars;

/// <summary>A calendar as it is answered: what it can be saved as again, and what is told of it.</summary>
/// <param name="UsedBy">Triggers.</param>
internal sealed record CalendarAnswer(
    string Id,
    string? Name,
    string? Description,
    string TimeZone,
    IReadOnlyList<DayOfWeek>? Weekdays,
    IReadOnlyList<OpenHours>? Hours,
    IReadOnlyList<ClosedDay> Holidays,
    IReadOnlyList<DateOnly> Workdays,
    IReadOnlyList<ClosedSpan> Closed,
    IReadOnlyList<string> UsedBy,
    string ETag,
    DateTimeOffset UpdatedAt,
    string UpdatedBy)
{
    private static readonly string[] Told = ["id", "usedBy", "eTag", "updatedAt", "updatedBy"];

    public static CalendarAnswer Of(CalendarEntity entity, CalendarStore store)
    {
        var read = entity.Read();
        return new(
            entity.Id, read.Name, read.Description, read.TimeZone, read.Weekdays, read.Hours, read.Holidays, read.Workdays, read.Closed, store.Users(entity.Id),
            Tags.Of(entity.Revision), entity.UpdatedAt, entity.UpdatedBy);
    }

    /// <summary>What was sent, without what answers only tell, so that what was read can be sent back.</summary>
    public static JsonElement Bare(JsonElement sent)
    {
        if (sent.ValueKind != JsonValueKind.Object) return sent;
        var rest = JsonObject.Create(sent)!;
        foreach (var name in Told) rest.Remove(name);
        foreach (var unsaid in rest.Where(member => member.Value is null).Select(member => member.Key).ToList()) rest.Remove(unsaid);
        return JsonSerializer.SerializeToElement(rest);
    }
}
