using System.Text.Json;
using Runbooks.Activities;
using Runbooks.Activities.Compute.PowerTimes;
using Runbooks.Server.Connections.Settings;
using Runbooks.Server.Http;

namespace Runbooks.Server.Triggers.Calendars;

/// <summary>Makes a calendar of what was sent, or says what is wrong with it.</summary>
internal static class CalendarCheck
{
    /// <returns>The definition, or at least one error.</returns>
    public static (CalendarDefinition? Definition, IReadOnlyList<ProblemError> Errors) Check(JsonElement sent)
    {
        var errors = SettingsCheck.Check(sent, typeof(CalendarDefinition), "").ToList();
        if (errors.Count > 0) return (null, errors);
        var definition = sent.Deserialize<CalendarDefinition>(ActivityJson.Options)!;
        if (!TimeZoneNames.TryFind(definition.TimeZone, out _))
            errors.Add(new ProblemError("/timeZone", $"'{definition.TimeZone}' is not a time zone that this server knows; give an IANA name such as Europe/Berlin."));
        if (definition.Weekdays is { Count: 0 } && definition.Workdays.Count == 0) errors.Add(new ProblemError("/weekdays", "No day is open."));
        foreach (var (index, span) in (definition.Hours ?? []).Index()) CheckHours(span, $"/hours/{index}", errors);
        foreach (var (index, span) in definition.Closed.Index())
            if (span.To <= span.From) errors.Add(new ProblemError($"/closed/{index}/to", "It ends before it begins."));
        return (errors.Count == 0 ? definition : null, errors);
    }

    private static void CheckHours(OpenHours span, string at, List<ProblemError> errors)
    {
        var from = Read(span.From, $"{at}/from", errors);
        var to = Read(span.To, $"{at}/to", errors);
        if (from is { } begin && to is { } end && end != TimeOnly.MinValue && end <= begin)
            errors.Add(new ProblemError($"{at}/to", "It ends before it begins; write two spans for a night: 22:00 to 24:00, and 00:00 to 06:00."));
    }

    private static TimeOnly? Read(string text, string at, List<ProblemError> errors)
    {
        if (TimeOfDay.TryParse(text is "24:00" ? "00:00" : text, out var time)) return time;
        errors.Add(new ProblemError(at, $"'{text}' is not a time of day such as 07:00."));
        return null;
    }
}
