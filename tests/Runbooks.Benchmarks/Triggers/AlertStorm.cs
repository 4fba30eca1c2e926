using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Runbooks.Benchmarks.Engine;
using Runbooks.Benchmarks.Processes;

namespace Runbooks.Benchmarks.Triggers;

/// <summary>10,000 alerts in ten seconds from 50 connections, while a rule looks at them: none is lost, none is there twice, and each answer comes
/// when its alert is committed.</summary>
internal static class AlertStorm
{
    private const int Connections = 50;
    private const int Alerts = 10_000;

    /// <summary>Deliveries that are sent a second time, as senders do that heard no answer.</summary>
    private const int Repeated = 1_000;

    private static readonly TimeSpan Length = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async IAsyncEnumerable<Figure> MeasureAsync()
    {
        using var folder = new TemporaryFolder();
        await using var server = ServerUnderTest.Server(folder.Sub("data"), fleet: true);
        await server.UntilAnsweredAsync();
        using var client = server.Client();
        await FiveSteps.PublishAsync(client);
        await MakeRuleAsync(client);
        // The runtime compiles what is used first, as in a server that has been up for a while.
        await StormAsync(server.Port, "warm", Alerts / 5, Length / 2);
        var (before, cpu, clock) = (server.WorkingSet, server.Cpu, Stopwatch.StartNew());
        var answers = await StormAsync(server.Port, "storm", Alerts + Repeated, Length);
        var (took, worked) = (clock.Elapsed, server.Cpu - cpu);
        var (stored, looked) = await CountAsync(client);
        clock.Restart();
        while (looked < stored && clock.Elapsed < Patience) (stored, looked) = await CountAsync(client);
        var sorted = answers.Order().ToList();
        yield return new Figure("Alerts answered 202", $"= {Alerts + Repeated}", Text($"{answers.Count} in {took.TotalSeconds:0.0} s"), answers.Count == Alerts + Repeated);
        yield return new Figure("Alerts stored, each once", $"= {Alerts}", Text($"{stored}"), stored == Alerts);
        yield return new Figure("Looked at by the rule", $"= {Alerts}", Text($"{looked}, the last {clock.Elapsed.TotalSeconds:0.0} s after the storm"), looked == Alerts);
        yield return new Figure("Answer, 99th of 100", "< 100 ms", Text($"{At(sorted, 0.99):0.0} ms (median {At(sorted, 0.5):0.0}, most {sorted[^1]:0.0})"), At(sorted, 0.99) < 100);
        yield return new Figure("Processor time of the server for it", "", Text($"{worked:0.0} s"), null);
        yield return new Figure("Working set then", "", Text($"{server.WorkingSet:0} MB ({before:0} before, peak {server.PeakWorkingSet:0})"), null);
        yield return new Figure("Runs that the rule started, of a hundred that it may", "", Text($"{await RunsAsync(client)}"), null);
    }

    private static async Task MakeRuleAsync(HttpClient client)
    {
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", FiveSteps.Key);
        using var made = await client.PostAsJsonAsync("/api/v1/triggers", new
        {
            name = "Storm", workflow = FiveSteps.Id, type = "alert", match = new { severity = "critical" },
            source = new { name = "storm", dialect = "alertmanager", authentication = new { type = "bearer", token = FiveSteps.Key } },
        });
        if (!made.IsSuccessStatusCode) throw new InvalidOperationException(await made.Content.ReadAsStringAsync());
    }

    /// <returns>How many milliseconds each answer took.</returns>
    private static async Task<IReadOnlyCollection<double>> StormAsync(int port, string name, int requests, TimeSpan length)
    {
        var answers = new ConcurrentBag<double>();
        var begun = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(worker => Task.Run(async () =>
        {
            using var connection = new RawConnection(port);
            for (var number = worker; number < requests; number += Connections)
            {
                // Each has its moment, whether the one before was quick or not.
                if (length * ((double)number / requests) - begun.Elapsed is { Ticks: > 0 } early) await Task.Delay(early);
                var request = Request($"{name}-{number % Alerts}");
                var sent = Stopwatch.GetTimestamp();
                var status = await connection.SendAsync(request);
                if (status != (int)HttpStatusCode.Accepted) throw new InvalidOperationException($"A delivery was answered {status}.");
                answers.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            }
        })));
        return answers;
    }

    private static byte[] Request(string fingerprint)
    {
        var body = $$"""
            {"version":"4","status":"firing","receiver":"runbooks","groupKey":"{}:{}","truncatedAlerts":0,"alerts":[{"status":"firing","labels":{"alertname":"HostBusy",
            "severity":"critical","instance":"{{fingerprint}}:9100","job":"node","team":"ops"},"annotations":{"summary":"The CPU of {{fingerprint}} is at 95 %","value":"95"},
            "startsAt":"2026-05-04T08:00:00Z","endsAt":"0001-01-01T00:00:00Z","generatorURL":"http://prometheus.example:9090/graph","fingerprint":"{{fingerprint}}"}]}
            """;
        return Encoding.UTF8.GetBytes(
            $"POST /hooks/storm HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {FiveSteps.Key}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
    }

    /// <returns>How many alerts of the storm there are, and how many of them were looked at.</returns>
    private static async Task<(int Stored, int Looked)> CountAsync(HttpClient client)
    {
        var (found, looked) = (new HashSet<string>(), 0);
        for (string? cursor = null; ;)
        {
            var page = await client.GetFromJsonAsync<JsonElement>($"/api/v1/alerts?q=storm-&limit=500{(cursor is null ? "" : $"&cursor={cursor}")}");
            foreach (var alert in page.GetProperty("items").EnumerateArray())
            {
                if (!found.Add(alert.GetProperty("fingerprint").GetString()!)) throw new InvalidOperationException("An alert is there twice.");
                if (alert.GetProperty("outcomes").GetArrayLength() > 0) looked++;
            }

            cursor = page.TryGetProperty("next", out var next) && next.ValueKind == JsonValueKind.String ? next.GetString() : null;
            if (cursor is null) return (found.Count, looked);
        }
    }

    private static async Task<int> RunsAsync(HttpClient client) =>
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/runs?trigger=alert&limit=500")).GetProperty("items").GetArrayLength();

    private static double At(List<double> sorted, double share) => sorted[Math.Min((int)(sorted.Count * share), sorted.Count - 1)];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
