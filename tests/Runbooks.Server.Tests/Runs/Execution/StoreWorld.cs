using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Runbooks.Activities;
using Runbooks.Server.Runs.Automation;
using Runbooks.Server.Runs.Execution;
using Runbooks.Server.Runs.History;
using Runbooks.Server.Runs.Starting;
using Runbooks.Server.Tests.Runs.History;
using Runbooks.Workflows.Definitions;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Server.Tests.Runs.Execution;

/// <summary>Runs on the model store, with nothing that goes by itself: a test says what happens next. What is decided, what is written with
/// it and what is read back are the server's own; only the loop around them is here, one step at a time.</summary>
internal sealed class StoreWorld : IRunRouter
{
    private readonly Dictionary<string, LoadedRun> runs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WorkflowDefinition> workflows = new(StringComparer.Ordinal);
    private readonly RunStarter starter;
    private int started;

    public StoreWorld(bool snapshots = true)
    {
        Store = new ModelRunStore(Time);
        Shell = new RunShell(
            "world", Store, this, new WorkflowCache((id, _) => new((workflows[id], 1)), Traits), null!, new RunFeed(),
            new RunFailures(Time, NullLogger<RunFailures>.Instance), new DueTimes(Store, Time), new AutomationSwitch(), Time, snapshots);
        starter = new RunStarter(Shell);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public ModelRunStore Store { get; }

    public RunShell Shell { get; }

    public bool AutomationStopped { get; set; }

    /// <summary>Runs that have not ended, oldest first.</summary>
    public IEnumerable<string> Live => runs.Keys.Where(id => runs[id].State.End is null).Order(StringComparer.Ordinal);

    /// <summary>Units end at once, instead of step by step.</summary>
    public bool Brief { get; set; }

    /// <summary>Told of each commit.</summary>
    public Action<string, Decision>? Committed { get; set; }

    public RunState State(string runId) => runs[runId].State;

    public void Publish(string yaml)
    {
        var reading = DefinitionReader.Read(yaml, DocumentFormat.Yaml);
        Assert.True(reading.Definition is not null, string.Join("; ", reading.Problems));
        workflows[reading.Definition!.Id] = reading.Definition;
    }

    public string Start(string workflow, RunParent? parent = null)
    {
        var id = $"run-{started++}";
        Assert.IsType<StartOutcome.Accepted>(Done(starter.StartAsync(
            new StartRequest(workflow, null, System.Text.Json.JsonElement.Parse("{}"), new("api", null, "key:test"), RunId: id, Parent: parent))));
        Load(id);
        // It may have come to its end with its start.
        if (!runs.ContainsKey(id)) runs[id] = new LoadedRun(Done(Shell.Workflows.FindAsync(workflow, 1).AsTask())!, Fold(id), 1);
        return id;
    }

    /// <summary>As after a restart: the run is made from what is stored.</summary>
    public void Load(string runId)
    {
        if (Done(RunLoader.LoadAsync(runId, Shell)) is { } loaded) runs[runId] = loaded.Run;
    }

    /// <summary>What the whole history makes, without any snapshot.</summary>
    public RunState Fold(string runId) => Done(RunLoader.ReadStateAsync(runId, Store))!;

    public EnqueueResult Send(string runId, string id, string type, object data) =>
        Done(Store.EnqueueAsync(runId, InboxCodec.Write(id, type, data, Time.GetUtcNow())));

    public bool HasMessage(string runId) => Done(Store.ReadInboxAsync(runId)).Count > 0;

    /// <summary>The run takes the oldest message of its inbox.</summary>
    public void TakeMessage(string runId)
    {
        var (id, input) = RunLoader.Read(Done(Store.ReadInboxAsync(runId)))[0];
        Tell(runId, input, id);
    }

    /// <summary>Decides and commits, and decides anew with what the store knows of leases.</summary>
    public void Tell(string runId, RunInput input, string? message = null)
    {
        var run = runs[runId];
        for (var busy = Busy.None; ;)
        {
            var decision = Interpreter.Decide(run.Workflow, run.State, input, Time.GetUtcNow(), busy);
            if (decision.Events.IsEmpty && message is null) return;
            var append = AppendBuilder.Build(run.Workflow, run.State, decision, run.Epoch, message is null ? [] : [message], Shell.Snapshots);
            switch (Done(Store.AppendAsync(append)))
            {
                case AppendResult.LeaseBusy leased:
                    busy = new(busy.Holders.SetItems(leased.Holders.Select(h => KeyValuePair.Create(h.Key, h.Value.RootRunId))));
                    continue;
                case AppendResult.Committed:
                    runs[runId] = run with { State = decision.State };
                    Committed?.Invoke(runId, decision);
                    return;
                default:
                    Assert.Fail($"{runId} was fenced.");
                    return;
            }
        }
    }

    public static T Done<T>(Task<T> task)
    {
        Assert.True(task.IsCompleted, "The model store answers at once.");
        return task.GetAwaiter().GetResult();
    }

    void IRunRouter.Wake(string runId)
    {
    }

    void IRunRouter.Begin(RunLoop loop)
    {
    }

    private static ActivityTraits? Traits(string name) => name switch
    {
        "vm.change" => new(name, Effect.Change, true, ["done"], []),
        "vm.look" => new(name, Effect.Read, true, ["done"], []),
        _ => new(name, Effect.Read, false, ["done"], []),
    };
}
