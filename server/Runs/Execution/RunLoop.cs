using System.Collections.Concurrent;
using System.Collections.Immutable;
using Runbooks.Server.Runs.History;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Server.Runs.Execution;

/// <summary>Executes one run: takes what arrives, decides, commits, and only then acts. One drain at a time; everything else posts to
/// its mailbox. Whatever is lost with the process is found again by loading: the history, the inbox, and <see cref="Pending"/>.</summary>
public sealed class RunLoop
{
    private readonly string runId;
    private readonly RunShell shell;
    private readonly ConcurrentQueue<Envelope> mailbox = new();
    private readonly Dictionary<RunCommand, RunningCommand> inFlight = [];
    private readonly CancellationTokenSource detached = new();
    private readonly TaskCompletionSource ended = new();
    private readonly Lock gate = new();
    private LoadedRun? loaded;
    private bool draining;
    private bool wake;
    private volatile bool released;

    /// <param name="prepared">A run that this process has just made, so that it need not be read; null to load it.</param>
    public RunLoop(string runId, RunShell shell, LoadedRun? prepared)
    {
        this.runId = runId;
        this.shell = shell;
        loaded = prepared;
    }

    public string RunId => runId;

    public RunShell Shell => shell;

    /// <summary>Cancelled when this process lets go of the run: nothing on a platform is aborted by it.</summary>
    public CancellationToken Detached => detached.Token;

    /// <summary>Ends when nothing is in flight and nothing to do, or the run was let go of. Nothing wakes this loop any more then.</summary>
    public Task Ended => ended.Task;

    /// <summary>The state as committed.</summary>
    public LoadedRun? Current => loaded;

    /// <summary>Something for the run is in the store.</summary>
    /// <returns>False: this loop has ended, and the run needs another.</returns>
    public bool Wake()
    {
        lock (gate)
        {
            if (released) return false;
            wake = true;
            ScheduleDrain();
            return true;
        }
    }

    /// <summary>Executes a run that is in memory, as it was committed.</summary>
    public void Begin()
    {
        lock (gate) ScheduleDrain();
    }

    /// <summary>Gives the run an input. The task ends when its events are committed; true when they were.</summary>
    public Task<bool> PostAsync(RunInput input)
    {
        var envelope = new Envelope(input, null, new(TaskCreationOptions.RunContinuationsAsynchronously));
        Enqueue(envelope);
        return envelope.Committed!.Task;
    }

    /// <summary>Gives the run an input, without an answer.</summary>
    public void Post(RunInput input) => Enqueue(new(input, null, null));

    /// <summary>Lets go of the run: this process stops, or another has claimed it.</summary>
    public void Release()
    {
        lock (gate)
        {
            if (released) return;
            released = true;
        }

        detached.Cancel();
        while (mailbox.TryDequeue(out var envelope)) envelope.Committed?.TrySetResult(false);
        ended.TrySetResult();
    }

    private void Enqueue(Envelope envelope)
    {
        if (released)
        {
            envelope.Committed?.TrySetResult(false);
            return;
        }

        mailbox.Enqueue(envelope);
        lock (gate) ScheduleDrain();
    }

    private void ScheduleDrain()
    {
        if (draining || released) return;
        draining = true;
        ThreadPool.UnsafeQueueUserWorkItem(static loop => _ = loop.DrainAsync(), this, preferLocal: false);
    }

    private async Task DrainAsync()
    {
        try
        {
            while (await DrainOnceAsync())
            {
            }
        }
        catch (Exception error)
        {
            shell.Failures.Report(runId, error);
            Release();
        }
    }

    /// <returns>Whether there may be more to do.</returns>
    private async Task<bool> DrainOnceAsync()
    {
        bool readInbox;
        lock (gate)
        {
            readInbox = wake;
            wake = false;
        }

        var envelopes = new List<Envelope>();
        if (loaded is null)
        {
            if (await RunLoader.LoadAsync(runId, shell) is not { } fresh) return LetGo();
            loaded = fresh.Run;
            envelopes.AddRange(fresh.Inbox.Select(Envelope.Of));
        }
        else if (readInbox)
        {
            envelopes.AddRange(RunLoader.Read(await shell.Store.ReadInboxAsync(runId)).Select(Envelope.Of));
        }

        if (Pending.NextDue(loaded.State) <= shell.Time.GetUtcNow()) envelopes.Add(new(new RunInput.Tick(), null, null));
        while (envelopes.Count < 256 && mailbox.TryDequeue(out var envelope)) envelopes.Add(envelope);
        if (!await CommitAsync(envelopes)) return LetGo();
        Act();
        return !IsDone();
    }

    /// <summary>Decides on the inputs and commits; tries again with what it learns of leased targets.</summary>
    private async Task<bool> CommitAsync(List<Envelope> envelopes)
    {
        var run = loaded!;
        var busy = Busy.None;
        while (true)
        {
            var decision = DecideAll(run, envelopes, busy);
            var consumed = ConsumedBy(envelopes);
            if (decision.Events.IsEmpty && consumed.Count == 0) break;
            var append = AppendBuilder.Build(run.Workflow, run.State, decision, run.Epoch, consumed, shell.Snapshots);
            switch (await shell.Store.AppendAsync(append))
            {
                case AppendResult.Committed committed:
                    loaded = run with { State = decision.State };
                    shell.Feed.Publish(runId, append.Projection.Terminal ? decision.State : null);
                    foreach (var other in committed.Wake) shell.Router.Wake(other);
                    if (append.Projection.Due is { } due) shell.Due.Notice(due);
                    // A target that became free in the meantime was granted with the commit.
                    if (append.LeaseWaits.Count > 0) Wake();
                    break;
                case AppendResult.LeaseBusy leased:
                    busy = new(busy.Holders.SetItems(leased.Holders.Select(h => KeyValuePair.Create(h.Key, h.Value.RootRunId))));
                    continue;
                default:
                    foreach (var envelope in envelopes) envelope.Committed?.TrySetResult(false);
                    return false;
            }

            break;
        }

        foreach (var envelope in envelopes) envelope.Committed?.TrySetResult(true);
        return true;
    }

    private static List<string> ConsumedBy(List<Envelope> envelopes)
    {
        var consumed = new List<string>();
        foreach (var envelope in envelopes)
            if (envelope.InboxId is { } id) consumed.Add(id);
        return consumed;
    }

    private Decision DecideAll(LoadedRun run, List<Envelope> envelopes, Busy busy)
    {
        var now = shell.Time.GetUtcNow();
        if (envelopes.Count == 1) return Interpreter.Decide(run.Workflow, run.State, envelopes[0].Input, now, busy);
        var state = run.State;
        var events = ImmutableArray.CreateBuilder<RunEvent>();
        var before = ImmutableArray.CreateBuilder<RunState>();
        foreach (var envelope in envelopes)
        {
            var decision = Interpreter.Decide(run.Workflow, state, envelope.Input, now, busy);
            state = decision.State;
            events.AddRange(decision.Events);
            before.AddRange(decision.Before);
        }

        return new Decision(state, events.ToImmutable(), before.ToImmutable());
    }

    /// <summary>Begins what the state waits for and is not begun, and asks what was cancelled to stop.</summary>
    private void Act()
    {
        var run = loaded!;
        var pending = Pending.Of(run.State).ToList();
        foreach (var command in pending)
        {
            if (!inFlight.TryGetValue(command, out var running))
            {
                inFlight[command] = running = new RunningCommand(command);
                // One that others run beside gets a thread of its own; alone and brief, it is done before another thread would have it.
                _ = ExecuteAsync(running, run, here: pending.Count == 1 && CommandExecutor.IsBrief(command, run));
            }

            if (Pending.IsCancelled(run.State, command.Path)) running.Cancel();
        }

        // Automation may have been started between the look at the switch and the commit that holds the unit.
        if (shell.Automation.Stopped is null && !run.State.Paused && RunStatus.IsHeld(run.State)) Post(new RunInput.AutomationStarted());
        if (inFlight.Count > pending.Count) Forget(pending);
    }

    /// <summary>Drops what has ended and is not waited for any more.</summary>
    private void Forget(List<RunCommand> pending)
    {
        var waited = pending.Count > 1 ? pending.ToHashSet() : null;
        foreach (var (command, running) in inFlight)
        {
            if (!running.Ended || (waited?.Contains(command) ?? (pending.Count == 1 && pending[0] == command))) continue;
            inFlight.Remove(command);
            running.Dispose();
        }
    }

    private async Task ExecuteAsync(RunningCommand running, LoadedRun run, bool here)
    {
        if (!here) await Task.Yield();
        RunInput? input = null;
        try
        {
            input = await shell.Commands.ExecuteAsync(running.Command, run, this, running.Cancelled);
        }
        catch (Exception error)
        {
            shell.Failures.Report(runId, error);
        }

        running.Ended = true;
        if (input is not null) Enqueue(new(input, null, null));
        else if (!released) Release();
    }

    private bool IsDone()
    {
        var isIdle = inFlight.Count == 0 && !Pending.HasAny(loaded!.State);
        lock (gate)
        {
            if (!mailbox.IsEmpty || wake) return false;
            draining = false;
            if (!isIdle) return true;
            released = true;
        }

        ended.TrySetResult();
        return true;
    }

    private bool LetGo()
    {
        Release();
        return false;
    }

    private sealed record Envelope(RunInput Input, string? InboxId, TaskCompletionSource<bool>? Committed)
    {
        public static Envelope Of((string Id, RunInput Input) message) => new(message.Input, message.Id, null);
    }
}
