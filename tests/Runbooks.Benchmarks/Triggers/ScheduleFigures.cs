using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Runbooks.Benchmarks.Engine;
using Runbooks.Benchmarks.Processes;

namespace Runbooks.Benchmarks.Triggers;

/// <summary>A thousand schedules that are all due at the same moment, as people write them: how late their runs are created.</summary>
internal static class ScheduleFigures
{
    private const string Flow = """
        apiVersion: runbooks/v1
        id: on-the-minute
        name: On the minute
        steps:
          note: { activity: flow.set-variable, with: { name: done, value: true } }
        """;

    public static async IAsyncEnumerable<Figure> MeasureAsync(int schedules)
    {
        using var folder = new TemporaryFolder();
        var server = ServerUnderTest.Server(folder.Path, fleet: false);
        try
        {
            using var client = await ReadyAsync(server);
            var due = await MakeAsync(client, schedules);
            var late = await LatenessAsync(client, due, schedules);
            yield return Of($"{schedules} schedules due at once: run created after, p50", "", At(late, 0.5), null);
            yield return Of($"{schedules} schedules due at once: run created after, p99", "< 1000 ms", At(late, 0.99), At(late, 0.99) < 1_000);
            yield return Of($"{schedules} schedules due at once: run created after, most", "", late[^1], null);
            yield return Doubles(late, schedules, "due at once");

            due = await MoveAsync(client, schedules);
            await Task.Delay(due + TimeSpan.FromMilliseconds(300) - DateTimeOffset.UtcNow);
        }
        finally
        {
            await server.DisposeAsync();
        }

        await using var again = ServerUnderTest.Server(folder.Path, fleet: false);
        using var after = await ReadyAsync(again, publish: false);
        yield return Doubles(await LatenessAsync(after, null, 2 * schedules), 2 * schedules, "killed 0.3 s after they were due");
    }

    private static Figure Of(string name, string target, double late, bool? holds) => new(name, target, $"{late:0} ms", holds);

    private static Figure Doubles(List<double> late, int expected, string when) =>
        new($"{expected} fire times, {when}: runs", $"= {expected}", $"{late.Count}", late.Count == expected);

    private static double At(List<double> sorted, double share) => sorted[Math.Min((int)(sorted.Count * share), sorted.Count - 1)];

    private static async Task<HttpClient> ReadyAsync(ServerUnderTest server, bool publish = true)
    {
        await server.UntilAnsweredAsync();
        var client = server.Client();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", FiveSteps.Key);
        if (!publish) return client;
        using var yaml = new StringContent(Flow, Encoding.UTF8, "application/yaml");
        (await client.PutAsync("/api/v1/workflows/on-the-minute", yaml)).EnsureSuccessStatusCode();
        (await client.PostAsync("/api/v1/workflows/on-the-minute/publish", null)).EnsureSuccessStatusCode();
        return client;
    }

    /// <summary>Due once a year, at the next minute that leaves time to make them.</summary>
    private static async Task<DateTimeOffset> MakeAsync(HttpClient client, int schedules)
    {
        var due = Next(TimeSpan.FromSeconds(30));
        await Parallel.ForAsync(0, schedules, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (n, stop) =>
            (await client.PostAsJsonAsync("/api/v1/triggers", Trigger(n, due), stop)).EnsureSuccessStatusCode());
        return DateTimeOffset.UtcNow < due ? due : throw new TimeoutException("The schedules were not made in time: the machine is too busy.");
    }

    private static async Task<DateTimeOffset> MoveAsync(HttpClient client, int schedules)
    {
        var due = Next(TimeSpan.FromSeconds(30));
        await Parallel.ForAsync(0, schedules, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (n, stop) =>
            (await client.PutAsJsonAsync($"/api/v1/triggers/minute-{n}", Trigger(n, due), stop)).EnsureSuccessStatusCode());
        return DateTimeOffset.UtcNow < due ? due : throw new TimeoutException("The schedules were not changed in time: the machine is too busy.");
    }

    private static object Trigger(int n, DateTimeOffset due) => new
    {
        id = $"minute-{n}", name = $"Minute {n}", workflow = "on-the-minute", type = "schedule", cron = $"{due.Minute} {due.Hour} {due.Day} {due.Month} *",
    };

    private static DateTimeOffset Next(TimeSpan least)
    {
        var at = DateTimeOffset.UtcNow + least;
        return new DateTimeOffset(at.Year, at.Month, at.Day, at.Hour, at.Minute, 0, TimeSpan.Zero).AddMinutes(1);
    }

    /// <summary>Milliseconds, sorted; of all runs.</summary>
    /// <param name="due">Null: how late is not asked for.</param>
    private static async Task<List<double>> LatenessAsync(HttpClient client, DateTimeOffset? due, int expected)
    {
        if (due is { } at && at > DateTimeOffset.UtcNow) await Task.Delay(at - DateTimeOffset.UtcNow);
        for (var tries = 0; ; tries++)
        {
            // Seldom, so that asking does not make what is measured slower.
            await Task.Delay(TimeSpan.FromSeconds(3));
            var created = await CreatedAsync(client);
            if (created.Count >= expected || tries == 20) return [.. created.Select(time => due is { } then ? (time - then).TotalMilliseconds : 0).Order()];
        }
    }

    private static async Task<List<DateTimeOffset>> CreatedAsync(HttpClient client)
    {
        var all = new List<DateTimeOffset>();
        for (string? cursor = null; ;)
        {
            var page = await client.GetFromJsonAsync<JsonElement>($"/api/v1/runs?workflow=on-the-minute&limit=500{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}");
            all.AddRange(page.GetProperty("items").EnumerateArray().Select(run => run.GetProperty("createdAt").GetDateTimeOffset()));
            cursor = page.TryGetProperty("next", out var next) && next.ValueKind == JsonValueKind.String ? next.GetString() : null;
            if (cursor is null) return all;
        }
    }
}
