using System.Net;
using System.Text.Json;

namespace Runbooks.Server.Tests.Triggers.Schedules;

public sealed class SchedulesApiTests(TriggerServer server) : IClassFixture<TriggerServer>
{
    public static TheoryData<string, string, string> Bad => new()
    {
        { """ "timeZone": "UTC" """, "/cron", "exactly one" },
        { """ "cron": "* * * * *", "every": "5m" """, "", "exactly one" },
        { """ "cron": "* * *" """, "/cron", "five fields" },
        { """ "cron": "61 * * * *" """, "/cron", "59" },
        { """ "cron": "0 25 * * *" """, "/cron", "23" },
        { """ "cron": "0 0 32 * *" """, "/cron", "31" },
        { """ "cron": "0 0 * 13 *" """, "/cron", "12" },
        { """ "cron": "0 0 * * 8" """, "/cron", "cron expression" },
        { """ "cron": "often" """, "/cron", "five fields" },
        { """ "cron": "0 0 31 2 *" """, "/cron", "never fires" },
        { """ "cron": "0 0 0 1 1 ? 2020" """, "/cron", "never fires" },
        { """ "cron": "0 3 * * *", "timeZone": "Mars/Base" """, "/timeZone", "Mars/Base" },
        { """ "cron": "0 3 * * *", "timeZone": "../../etc/passwd" """, "/timeZone", "passwd" },
        { """ "cron": "0 3 * * *", "calendar": "nowhere" """, "/calendar", "nowhere" },
        { """ "cron": "0 3 * * *", "misfire": "never" """, "/misfire", "fire-once" },
        { """ "cron": "0 3 * * *", "misfireLimit": 0 """, "/misfireLimit", "1" },
        { """ "cron": "0 3 * * *", "jitter": "2d" """, "/jitter", "a day" },
        { """ "cron": "0 3 * * *", "jitter": "soon" """, "/jitter", "duration" },
        { """ "every": "0s" """, "/every", "second" },
        { """ "every": "1ms" """, "/every", "second" },
        { """ "every": "P1M" """, "/every", "duration" },
        { """ "at": "2020-01-01T00:00:00Z" """, "/at", "passed" },
        { """ "at": "tomorrow" """, "/at", "" },
        { """ "every": "5m", "from": "2030-01-01T00:00:00Z", "until": "2029-01-01T00:00:00Z" """, "/until", "before" },
        { """ "every": "5m", "until": "2020-01-01T00:00:00Z" """, "/every", "never fires" },
        { """ "cron": 5 """, "/cron", "text" },
        { """ "corn": "* * * * *", "every": "5m" """, "/corn", "no setting" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Make_BadSchedule_IsRefusedWithItsPlace(string members, string path, string says)
    {
        var answer = await server.Client.AskAsync(
            HttpMethod.Post, "/api/v1/triggers", $$"""{ "name": "Bad", "workflow": "{{TriggerServer.Flow}}", "type": "schedule", "inputs": { "name": "a" }, {{members}} }""");

        answer.AssertProblem(HttpStatusCode.UnprocessableEntity, "trigger.invalid");
        var (at, message) = Assert.Single(answer.Errors);
        Assert.Equal(path, at);
        Assert.Contains(says, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Make_EverySecond_StartsARunForEachFireTimeOnce()
    {
        var id = await server.MakeAsync(Schedule("Each second", new { every = "1s" }));

        IReadOnlyList<JsonElement> firings = [];
        for (var tries = 0; tries < 200 && firings.Count(f => f.GetProperty("status").GetString() == "started") < 3; tries++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            firings = await server.FiringsAsync(id);
        }

        await server.Client.AskAsync(HttpMethod.Post, $"/api/v1/triggers/{id}/pause");
        var started = firings.Where(f => f.GetProperty("status").GetString() == "started").ToList();
        Assert.True(started.Count >= 3, $"{firings.Count} firings, {started.Count} started");
        Assert.Equal(started.Count, started.Select(f => f.GetProperty("runId").GetString()).Distinct().Count());
        var run = (await server.Client.AskAsync($"/api/v1/runs/{started[0].GetProperty("runId").GetString()}")).Json;
        Assert.Equal(("schedule", "Each second"), (run.GetProperty("trigger").GetProperty("kind").GetString(), run.GetProperty("trigger").GetProperty("name").GetString()));
        Assert.Equal(started[0].GetProperty("dueAt").GetDateTimeOffset().ToString("u"), run.GetProperty("inputs").GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("""{ "cron": "0 2 * * *", "timeZone": "Europe/Berlin" }""", 10, null)]
    [InlineData("""{ "every": "15m" }""", 10, null)]
    [InlineData("""{ "cron": "0 25 * * *" }""", 0, "/cron")]
    [InlineData("""{ "every": 5 }""", 0, "/every")]
    public async Task PreviewFireTimes_OfMembersAlone_TellsTimesOrWhatIsWrong(string members, int times, string? wrongAt)
    {
        var answer = await server.Client.AskAsync(HttpMethod.Post, "/api/v1/fire-times/preview", members);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(times, answer.Json.GetProperty("nextFireTimes").GetArrayLength());
        Assert.Equal(wrongAt is null ? [] : [wrongAt], answer.Json.GetProperty("problems").EnumerateArray().Select(problem => problem.GetProperty("path").GetString()));
    }

    [Fact]
    public async Task Preview_Schedule_TellsItsFireTimesAndSavesNothing()
    {
        var preview = (await server.Client.AskAsync(HttpMethod.Post, "/api/v1/triggers/preview", Schedule("Preview", new { cron = "0 3 * * *", timeZone = "Asia/Shanghai" }))).Json;

        var times = preview.GetProperty("trigger").GetProperty("nextFireTimes").EnumerateArray().Select(at => at.GetDateTimeOffset()).ToList();
        Assert.Equal(10, times.Count);
        Assert.All(times, at => Assert.Equal((19, 0), (at.Hour, at.Minute)));
        Assert.Empty((await server.Client.AskAsync("/api/v1/triggers?q=preview")).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Pause_Schedule_HasNoFireTimesAndChangingItMovesThem()
    {
        var id = await server.MakeAsync(Schedule("Moved", new { cron = "0 3 * * *" }));
        var paused = (await server.Client.AskAsync(HttpMethod.Post, $"/api/v1/triggers/{id}/pause")).Json;
        await server.Client.AskAsync(HttpMethod.Post, $"/api/v1/triggers/{id}/resume");
        var changed = (await server.Client.AskAsync(HttpMethod.Put, $"/api/v1/triggers/{id}", Schedule("Moved", new { cron = "0 4 * * *" }))).Json;

        Assert.Equal(0, paused.GetProperty("nextFireTimes").GetArrayLength());
        Assert.Equal(4, changed.GetProperty("nextFireTimes")[0].GetDateTimeOffset().Hour);
        var coming = (await server.Client.AskAsync("/api/v1/fire-times")).Json.GetProperty("items").EnumerateArray().Where(fire => fire.GetProperty("trigger").GetString() == id).ToList();
        Assert.Equal(7, coming.Count);
        Assert.All(coming, fire => Assert.Equal(4, fire.GetProperty("at").GetDateTimeOffset().Hour));
    }

    [Fact]
    public async Task Backfill_PastTimes_SaysHowManyFirstAndFiresEachOnce()
    {
        var id = await server.MakeAsync(Schedule("Filled", new { cron = "0 0 * * *" }));
        var path = $"/api/v1/triggers/{id}/backfill";
        var span = new { from = "2026-01-01T00:00:00Z", to = "2026-01-05T12:00:00Z" };

        var shown = await server.Client.AskAsync(HttpMethod.Post, path, span);
        var wrong = await server.Client.AskAsync(HttpMethod.Post, path, new { span.from, span.to, count = 4 });
        var fired = await server.Client.AskAsync(HttpMethod.Post, path, new { span.from, span.to, count = 5, reason = "lost" });
        var again = await server.Client.AskAsync(HttpMethod.Post, path, span);

        Assert.Equal((5, 0), (shown.Json.GetProperty("count").GetInt32(), shown.Json.GetProperty("fired").GetInt32()));
        wrong.AssertProblem(HttpStatusCode.Conflict, "backfill.changed");
        Assert.Equal(5, fired.Json.GetProperty("fired").GetInt32());
        Assert.Equal((0, 5), (again.Json.GetProperty("count").GetInt32(), again.Json.GetProperty("known").GetInt32()));
        Assert.Equal(5, (await server.FiringsAsync(id)).Count);
    }

    [Theory]
    [InlineData("2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z", "/to")]
    [InlineData("2026-01-02T00:00:00Z", "2199-01-01T00:00:00Z", "/to")]
    [InlineData("2016-01-02T00:00:00Z", "2026-01-01T00:00:00Z", "/from")]
    public async Task Backfill_BadSpan_IsRefused(string from, string to, string path)
    {
        var id = await server.MakeAsync(Schedule($"Unfilled {from}{to}", new { cron = "0 0 * * *" }));

        var answer = await server.Client.AskAsync(HttpMethod.Post, $"/api/v1/triggers/{id}/backfill", new { from, to });

        answer.AssertProblem(HttpStatusCode.UnprocessableEntity, "backfill.invalid");
        Assert.Equal(path, Assert.Single(answer.Errors).Path);
    }

    private static Dictionary<string, object> Schedule(string name, object members)
    {
        var trigger = new Dictionary<string, object>
        {
            ["name"] = name, ["workflow"] = TriggerServer.Flow, ["type"] = "schedule",
            ["inputs"] = new { name = "${ new Date(trigger.dueAt).toISOString().replace('T', ' ').replace(/\\.\\d+/, '') }" },
        };
        foreach (var member in JsonSerializer.SerializeToElement(members).EnumerateObject()) trigger[member.Name] = member.Value;
        return trigger;
    }
}
