using System.Threading.Channels;
using Runbooks.Server.Runs.Execution;
using Runbooks.Server.Runs.History;

namespace Runbooks.Server.Runs.Logs;

/// <summary>Log lines of steps, stored in groups. They are for reading: nothing is decided by them, and a crash may lose the last moment's.</summary>
public sealed class RunLogs(IRunStore store, RunFeed feed)
{
    private const int MaxLineLength = 8_000;

    private readonly Channel<LogLine> lines = Channel.CreateBounded<LogLine>(
        new BoundedChannelOptions(100_000) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public void Write(LogLine line) =>
        lines.Writer.TryWrite(line.Text.Length <= MaxLineLength ? line : line with { Text = line.Text[..MaxLineLength] + " …" });

    /// <summary>Stores lines until cancelled, and then what is left.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            while (await lines.Reader.WaitToReadAsync(stopping)) await FlushAsync();
        }
        catch (OperationCanceledException)
        {
            await FlushAsync();
        }
    }

    private async Task FlushAsync()
    {
        var group = new List<LogLine>();
        while (group.Count < 1_000 && lines.Reader.TryRead(out var line)) group.Add(line);
        if (group.Count == 0) return;
        await store.AppendLogsAsync(group);
        foreach (var run in group.Select(l => l.RunId).Distinct()) feed.Publish(run);
    }
}
