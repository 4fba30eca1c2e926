using System.Net;

namespace Runbooks.Server.Tests.Triggers.Calendars;

public sealed class CalendarsApiTests(TriggerServer server) : IClassFixture<TriggerServer>
{
    private const string Holidays = """
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:-//test//test//EN
        BEGIN:VEVENT
        UID:1
        DTSTAMP:20260101T000000Z
        DTSTART;VALUE=DATE:20261225
        DTEND;VALUE=DATE:20261227
        SUMMARY:Christmas
        END:VEVENT
        BEGIN:VEVENT
        UID:2
        DTSTAMP:20260101T000000Z
        DTSTART;TZID=Europe/Berlin:20270115T220000
        DTEND;TZID=Europe/Berlin:20270116T020000
        RRULE:FREQ=MONTHLY;COUNT=3
        SUMMARY:Maintenance of the network
        END:VEVENT
        END:VCALENDAR
        """;

    [Theory]
    [InlineData("""{ "timeZone": "Mars/Base" }""", "/timeZone")]
    [InlineData("""{ "weekdays": ["someday"] }""", "/weekdays/0")]
    [InlineData("""{ "weekdays": [] }""", "/weekdays")]
    [InlineData("""{ "hours": [{ "from": "9", "to": "10:00" }] }""", "/hours/0/from")]
    [InlineData("""{ "hours": [{ "from": "22:00", "to": "06:00" }] }""", "/hours/0/to")]
    [InlineData("""{ "holidays": [{ "date": "25.12.2026" }] }""", "/holidays/0/date")]
    [InlineData("""{ "closed": [{ "from": "2026-01-02T00:00:00Z", "to": "2026-01-01T00:00:00Z" }] }""", "/closed/0/to")]
    [InlineData("""{ "holiday": [] }""", "/holiday")]
    public async Task Save_BadCalendar_IsRefusedWithItsPlace(string body, string path)
    {
        var answer = await server.Client.AskAsync(HttpMethod.Put, "/api/v1/calendars/bad", body);

        answer.AssertProblem(HttpStatusCode.UnprocessableEntity, "calendar.invalid");
        Assert.Equal(path, Assert.Single(answer.Errors).Path);
        (await server.Client.AskAsync("/api/v1/calendars/bad")).AssertProblem(HttpStatusCode.NotFound, "calendar.not-found");
    }

    [Fact]
    public async Task Import_ICalendar_AddsDaysAndSpansOnce()
    {
        await server.Client.AskAsync(HttpMethod.Put, "/api/v1/calendars/site", new { timeZone = "Europe/Berlin" });

        var first = await server.Client.AskAsync(HttpMethod.Post, "/api/v1/calendars/site/import", Holidays, "text/calendar");
        var again = await server.Client.AskAsync(HttpMethod.Post, "/api/v1/calendars/site/import", Holidays, "text/calendar");
        var bad = await server.Client.AskAsync(HttpMethod.Post, "/api/v1/calendars/site/import", "hello", "text/calendar");

        Assert.Equal((2, 3, 0), (first.Json.GetProperty("days").GetInt32(), first.Json.GetProperty("spans").GetInt32(), first.Json.GetProperty("known").GetInt32()));
        Assert.Equal((0, 0, 5), (again.Json.GetProperty("days").GetInt32(), again.Json.GetProperty("spans").GetInt32(), again.Json.GetProperty("known").GetInt32()));
        bad.AssertProblem(HttpStatusCode.UnprocessableEntity, "calendar.unreadable");
        var read = (await server.Client.AskAsync("/api/v1/calendars/site")).Json;
        Assert.Equal(["2026-12-25", "2026-12-26"], read.GetProperty("holidays").EnumerateArray().Select(day => day.GetProperty("date").GetString()));
        Assert.Equal(new DateTimeOffset(2027, 1, 15, 21, 0, 0, TimeSpan.Zero), read.GetProperty("closed")[0].GetProperty("from").GetDateTimeOffset());
    }

    [Fact]
    public async Task Save_ReadCalendar_ChangesTheFireTimesOfItsSchedules()
    {
        var made = await server.Client.AskAsync(HttpMethod.Put, "/api/v1/calendars/moved", new { weekdays = new[] { "monday" } });
        var id = await server.MakeAsync(new { name = "By calendar", workflow = TriggerServer.Flow, type = "schedule", cron = "0 12 * * *", calendar = "moved", inputs = new { name = "a" } });
        var mondays = await NextAsync(id);

        var changed = await server.Client.AskAsync(
            HttpMethod.Put, "/api/v1/calendars/moved", made.Text.Replace("monday", "tuesday", StringComparison.Ordinal), headers: ("If-Match", made.Headers.ETag!.ToString()));
        var late = await server.Client.AskAsync(HttpMethod.Put, "/api/v1/calendars/moved", made.Text, headers: ("If-Match", made.Headers.ETag!.ToString()));

        Assert.Equal(HttpStatusCode.OK, changed.Status);
        late.AssertProblem(HttpStatusCode.Conflict, "calendar.outdated");
        Assert.All(mondays, at => Assert.Equal(DayOfWeek.Monday, at.DayOfWeek));
        Assert.All(await NextAsync(id), at => Assert.Equal(DayOfWeek.Tuesday, at.DayOfWeek));
        (await server.Client.AskAsync(HttpMethod.Delete, "/api/v1/calendars/moved")).AssertProblem(HttpStatusCode.Conflict, "calendar.in-use");
        await server.Client.AskAsync(HttpMethod.Delete, $"/api/v1/triggers/{id}");
        Assert.Equal(HttpStatusCode.NoContent, (await server.Client.AskAsync(HttpMethod.Delete, "/api/v1/calendars/moved")).Status);
    }

    private async Task<List<DateTimeOffset>> NextAsync(string id)
    {
        var times = (await server.Client.AskAsync($"/api/v1/triggers/{id}")).Json.GetProperty("nextFireTimes");
        Assert.Equal(10, times.GetArrayLength());
        return [.. times.EnumerateArray().Select(at => at.GetDateTimeOffset())];
    }
}
