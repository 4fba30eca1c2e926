using Runbooks.Server.Runs.Execution;
using Runbooks.Server.Runs.History;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;

namespace Runbooks.Server.Tests.Runs.Execution;

/// <summary>Two interruptions of a run, in both orders, at every point of small flows: it ends once, as the rules say, and leaves nothing.</summary>
[Trait("Engine", "10 Pairwise, rerun, deadlock")]
[Trait("Engine", "6 Conservation at rest")]
public sealed class PairwiseTests(ITestOutputHelper output)
{
    /// <summary>How many moves lie between the first and the second.</summary>
    private static readonly int[] Distances = [0, 2];

    private static readonly Interruption[] All = Enum.GetValues<Interruption>();

    public enum Interruption
    {
        Cancel,
        Pause,
        StopAutomation,
        StopFlow,
        TimeLimit,
        RollBack,
    }

    [Theory]
    [MemberData(nameof(SmallFlows.Names), MemberType = typeof(SmallFlows))]
    public void Run_InterruptedTwice_EndsOnceAndLeavesNothing(string flow)
    {
        var undisturbed = Run(flow, [], 0, 0);
        var runs = 0;
        foreach (var first in All)
            foreach (var second in All.Where(other => other != first))
                for (var point = 0; point <= undisturbed; point++)
                    foreach (var distance in Distances)
                    {
                        Run(flow, [first, second], point, distance);
                        runs++;
                    }

        output.WriteLine($"{flow}: {undisturbed} moves, {runs} runs");
        Assert.True(undisturbed > 4, $"{flow} has only {undisturbed} moves");
    }

    /// <returns>How many moves it took.</returns>
    private static int Run(string flow, Interruption[] interruptions, int point, int distance)
    {
        var what = $"{flow}: {string.Join(", then ", interruptions)} at {point} and {distance} later";
        var world = new StoreWorld();
        SmallFlows.Publish(world, flow, interruptions.Contains(Interruption.StopFlow));
        var rival = world.Start("rival");
        while (WorldMoves.Of(world, rival) is [var move, ..]) move();
        var run = world.Start(flow);
        world.Committed = (changed, _) => Conservation.LeasesAreWhatTheHistorySays(world, changed);
        // Accepted, and with nothing before it that could have ended the run.
        var cancelled = false;
        var moves = 0;
        for (var next = 0; world.Live.Any(); moves++)
        {
            Assert.True(moves < 500, $"{what}: does not end");
            while (next < interruptions.Length && (moves >= point + (next * distance) || !CanMove(world)))
            {
                cancelled |= Interrupt(world, run, interruptions[next]) && next == 0;
                next++;
            }

            if (world.Live.SelectMany(id => WorldMoves.Of(world, id)).FirstOrDefault() is { } move) move();
            else if (world.Live.Any()) Assert.True(WorldMoves.Help(world), $"{what}: waits for nothing that there is");
        }

        Assert.Equal((what, Expected(world, run, cancelled)), (what, RunStatus.Of(world.State(run))));
        foreach (var id in SmallFlows.Runs(world)) Conservation.IsAtRest(world, id, what);
        Assert.True(world.State(world.Start(flow)).StartedAt is not null, $"{what}: the slot is not free");
        return moves;
    }

    private static bool CanMove(StoreWorld world) => world.Live.Any(id => WorldMoves.Of(world, id).Count > 0);

    private static bool Interrupt(StoreWorld world, string run, Interruption interruption)
    {
        switch (interruption)
        {
            case Interruption.Cancel:
                return world.Send(run, "cancel", InboxCodec.Cancel, new InboxCodec.PersonData("user:li", "enough")) == EnqueueResult.Accepted;
            case Interruption.Pause:
                world.Send(run, "pause", InboxCodec.Pause, new InboxCodec.PersonData("user:li"));
                break;
            case Interruption.StopAutomation:
                world.AutomationStopped = true;
                break;
            case Interruption.StopFlow:
                world.Send(run, "stop", InboxCodec.Signal, new InboxCodec.SignalData("stop"));
                break;
            case Interruption.RollBack:
                world.Send(run, "roll-back", InboxCodec.RollBack, new InboxCodec.PersonData("user:bo", "put it back"));
                break;
            case Interruption.TimeLimit:
                world.Time.Advance(TimeSpan.FromHours(1));
                break;
        }

        return false;
    }

    /// <summary>A roll-back that was asked for, where anything was changed; a cancel that came before the end wins; else what ended the run first.</summary>
    private static string Expected(StoreWorld world, string run, bool cancelled)
    {
        var history = StoreWorld.Done(world.Store.ReadHistoryAsync(run, 0, 10_000)).Select(RunLoader.Read).ToList();
        if (history.OfType<RollBackRequested>().Any())
        {
            // Only a cancel leaves anything, and only one that came while it was put back.
            var left = !world.State(run).Undo.IsEmpty;
            if (left) Assert.Contains(history.SkipWhile(e => e is not RollBackStarted), e => e is RunCancelRequested);
            return left ? RunStatus.RollBackIncomplete : history.OfType<RollBackStarted>().Any() ? RunStatus.RolledBack : RunStatus.Cancelled;
        }

        if (cancelled || history.OfType<RunCancelRequested>().Any()) return RunStatus.Cancelled;
        return history.OfType<ScopeEnding>().FirstOrDefault(e => e.Frame.Length == 0)?.Cause switch
        {
            EndingCause.TimeLimit or EndingCause.Failed => RunStatus.Failed,
            _ => RunStatus.Completed,
        };
    }
}
