using System.Globalization;
using System.Text.Json;
using Runbooks.Server.Http;
using Runbooks.Server.Runs.Execution;
using Runbooks.Server.Runs.History;

namespace Runbooks.Server.Runs.Api;

/// <summary>A run's history and log as server-sent events. Messages without a name are history entries; <c>log</c> are log lines;
/// <c>stuck</c> says why this server has given the run up; <c>end</c> closes. The id is <c>{sequence}.{log line}</c>, so that a reader who comes back misses nothing and gets nothing twice.</summary>
internal static class RunEvents
{
    private const int PageSize = 500;

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public static async Task StreamAsync(string id, HttpContext http, IRunStore store, RunFeed feed, RunFailures failures, CancellationToken stopping)
    {
        if (await store.ReadRunAsync(id) is null)
        {
            await Problem.NotFound("run", id).ExecuteAsync(http);
            return;
        }

        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        var reader = new Reader(id, store, failures, http.Response, Position.Parse(http.Request.Headers["Last-Event-ID"]));
        using var grown = new SemaphoreSlim(0);
        using var subscription = feed.Listen(id, _ => Release(grown));
        while (!await reader.SendNewAsync(stopping))
        {
            if (!await grown.WaitAsync(Heartbeat, stopping)) await http.Response.WriteAsync(": still here\n\n", stopping);
            await http.Response.Body.FlushAsync(stopping);
        }
    }

    private static void Release(SemaphoreSlim grown)
    {
        try
        {
            if (grown.CurrentCount == 0) grown.Release();
        }
        catch (ObjectDisposedException)
        {
            // The reader left between the hint and this.
        }
    }

    private readonly record struct Position(long Sequence, long Log)
    {
        public static Position Parse(string? text)
        {
            var parts = (text ?? "").Split('.');
            return new(Number(parts[0]), parts.Length > 1 ? Number(parts[1]) : 0);
        }

        private static long Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0;
    }

    private sealed class Reader(string runId, IRunStore store, RunFailures failures, HttpResponse response, Position from)
    {
        private long sequence = from.Sequence;
        private long log = from.Log;
        private string? stuck;

        /// <returns>Whether the run has ended and everything was sent.</returns>
        public async Task<bool> SendNewAsync(CancellationToken stopping)
        {
            var ended = (await store.ReadRunAsync(runId))!.Projection.Terminal;
            while (await SendPageAsync(stopping))
            {
            }

            if (!ended && failures.StuckBecause(runId) is { } because && because != stuck)
            {
                stuck = because;
                await response.WriteAsync($"event: stuck\ndata: {JsonSerializer.Serialize(new { because }, ApiJson.Options)}\n\n", stopping);
            }

            if (ended) await response.WriteAsync("event: end\ndata: {}\n\n", stopping);
            await response.Body.FlushAsync(stopping);
            return ended;
        }

        private async Task<bool> SendPageAsync(CancellationToken stopping)
        {
            var events = await store.ReadHistoryAsync(runId, sequence, PageSize);
            foreach (var stored in events)
            {
                sequence = stored.Sequence;
                await WriteAsync(null, HistoryEntry.Of(stored), stopping);
            }

            var lines = await store.ReadLogsAsync(runId, null, log, PageSize);
            foreach (var line in lines)
            {
                log = line.Id;
                await WriteAsync("log", LogEntry.Of(line), stopping);
            }

            return events.Count == PageSize || lines.Count == PageSize;
        }

        private Task WriteAsync<T>(string? name, T data, CancellationToken stopping)
        {
            var named = name is null ? "" : $"event: {name}\n";
            var id = string.Create(CultureInfo.InvariantCulture, $"id: {sequence}.{log}\n");
            return response.WriteAsync($"{id}{named}data: {JsonSerializer.Serialize(data, ApiJson.Options)}\n\n", stopping);
        }
    }
}
