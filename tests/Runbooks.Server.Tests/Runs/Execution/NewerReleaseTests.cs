using System.Text;
using Runbooks.Server.Runs.Execution;
using Runbooks.Server.Runs.History;
using Runbooks.Server.Runs.Starting;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;

namespace Runbooks.Server.Tests.Runs.Execution;

/// <summary>A run that a newer release has carried on is let go of as it is; others go on.</summary>
[Trait("Engine", "7 Golden histories")]
public sealed class NewerReleaseTests
{
    private const string Wait = """
        apiVersion: runbooks/v1
        id: wait
        name: Wait
        steps:
          go: { activity: flow.wait-for-signal, with: { name: go } }
        """;

    [Theory]
    [InlineData("step.teleported", 1)]
    [InlineData("signal.received", EventCodec.CurrentVersion + 1)]
    public async Task Run_WithAnEventThatIsNotKnown_IsLeftUntouched(string type, int version)
    {
        await using var bench = new EngineBench();
        bench.Publish(Wait);
        var foreign = await WrittenByAnotherAsync(bench, type, version);
        var before = await RowsAsync(bench, foreign);
        await using var process = bench.StartProcess();
        var own = Assert.IsType<StartOutcome.Accepted>(await process.StartAsync("wait")).RunId;

        await SignalAsync(bench, process, foreign);
        await UntilAsync(() => process.Shell.Failures.IsStuck(foreign));
        await SignalAsync(bench, process, own);

        Assert.True(await process.UntilEndedAsync(own));
        Assert.Equal(before, await RowsAsync(bench, foreign));
        Assert.Single(await bench.Store.ReadInboxAsync(foreign));
        Assert.Contains(type, process.Shell.Failures.StuckBecause(foreign), StringComparison.Ordinal);
        Assert.Contains("at least as new", process.Shell.Failures.StuckBecause(foreign), StringComparison.Ordinal);
    }

    /// <summary>A run that a process of a newer release began, and left waiting and active.</summary>
    private static async Task<string> WrittenByAnotherAsync(EngineBench bench, string type, int version)
    {
        await using var newer = bench.StartProcess();
        var run = Assert.IsType<StartOutcome.Accepted>(await newer.StartAsync("wait")).RunId;
        var row = (await bench.Store.ReadRunAsync(run))!;
        var append = new RunAppend
        {
            RunId = run,
            Epoch = row.Epoch,
            After = row.Sequence,
            Events = [new NewEvent(type, version, DateTimeOffset.UtcNow, Encoding.UTF8.GetBytes("{\"where\":\"elsewhere\"}"))],
            Projection = row.Projection with { Status = RunStatus.Running, Active = true },
        };
        Assert.IsType<AppendResult.Committed>(await bench.Store.AppendAsync(append));
        return run;
    }

    private static async Task<string> RowsAsync(EngineBench bench, string run)
    {
        var history = await bench.Store.ReadHistoryAsync(run, 0, 100);
        return $"{await bench.Store.ReadRunAsync(run)} {string.Join(' ', history.Select(e => $"{e.Sequence}:{e.Type}:{e.Version}:{Convert.ToHexString(e.Data)}"))}";
    }

    private static async Task SignalAsync(EngineBench bench, EngineBench.EngineProcess process, string run)
    {
        await bench.Store.EnqueueAsync(run, InboxCodec.Write("go", InboxCodec.Signal, new InboxCodec.SignalData("go"), DateTimeOffset.UtcNow));
        process.Wake(run);
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var tries = 0; tries < 2_000 && !holds(); tries++) await Task.Delay(5, TestContext.Current.CancellationToken);
        Assert.True(holds());
    }
}
