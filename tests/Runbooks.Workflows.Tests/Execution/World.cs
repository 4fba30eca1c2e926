using System.Collections.Immutable;
using Runbooks.Activities;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Workflows.Tests.Execution;

/// <summary>A run and everything around it, without a server: commands are answered by functions, in an order that a test may choose, and a
/// crash drops whatever was not committed.</summary>
internal sealed class World
{
    public static readonly UnitReport Done = new UnitReport.Completed("done", null, null);

    private readonly CompiledWorkflow workflow;
    private readonly List<RunEvent> history = [];
    private readonly Func<int, int> choose;

    public World(CompiledWorkflow workflow, string inputs = "{}", Func<int, int>? choose = null, bool admitted = true)
        : this(workflow, choose ?? (_ => 0)) =>
        Commit(Interpreter.Create(workflow, Created(inputs), admitted, Now));

    private World(CompiledWorkflow workflow, Func<int, int> choose) => (this.workflow, this.choose) = (workflow, choose);

    /// <summary>A run that a process finds in the store.</summary>
    public static World Continue(CompiledWorkflow workflow, IReadOnlyList<RunEvent> history)
    {
        var world = new World(workflow, _ => 0) { Now = history[^1].At, State = Evolution.Fold(history) };
        world.history.AddRange(history);
        return world;
    }

    /// <summary>A new run that keeps what an ended one has done.</summary>
    public static World Rerun(CompiledWorkflow workflow, RunState ended, string? from, bool onlyFailedTargets)
    {
        var world = new World(workflow, _ => 0) { Notes = !ended.Undo.IsEmpty };
        var created = Created("{}") with { RunId = "fedcba9876543210", RerunOf = ended.Created!.RunId };
        world.Commit(Interpreter.CreateRerun(workflow, created, Reruns.Keep(workflow, ended, from, onlyFailedTargets), admitted: true, world.Now));
        return world;
    }

    public DateTimeOffset Now { get; private set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public RunState State { get; private set; } = RunState.Empty;

    public IReadOnlyList<RunEvent> History => history;

    public string Status => RunStatus.Of(State);

    /// <summary>How a unit ends, by path, target and attempt.</summary>
    public Func<RunCommand.RunUnit, UnitReport> Execute { get; set; } = _ => Done;

    /// <summary>The targets of a step.</summary>
    public Func<string, TargetSelection> Select { get; set; } = _ => new([], ImmutableDictionary<string, int>.Empty);

    /// <summary>Called after each commit; true crashes there.</summary>
    public Func<int, bool> CrashAfterCommit { get; set; } = _ => false;

    /// <summary>Whether a unit over a target changes it, and notes what its undo must know.</summary>
    public bool Notes { get; init; }

    /// <summary>How often each unit's attempt was executed.</summary>
    public Dictionary<RunCommand.RunUnit, int> Executions { get; } = [];

    public int Commits { get; private set; }

    public static TargetSelection Targets(params string[] names) =>
        new([.. names.Select(n => Flow.Vm(n))], ImmutableDictionary<string, int>.Empty);

    public StepState Step(string path) => State.Steps[path];

    /// <summary>Answers commands and lets time pass until the run has ended or waits for something that never comes.</summary>
    public World Run()
    {
        for (var turns = 0; State.End is null; turns++)
        {
            Assert.True(turns < 200_000, "The run does not end.");
            var pending = Pending.Of(State).ToList();
            if (pending.Count > 0) Answer(pending[choose(pending.Count)]);
            else if (Pending.NextDue(State) is { } due) Pass(due);
            else break;
        }

        return this;
    }

    /// <summary>Answers the commands that are pending now, each once.</summary>
    public World AnswerAll()
    {
        foreach (var command in Pending.Of(State).ToList()) Answer(command);
        return this;
    }

    public World Answer(RunCommand command)
    {
        switch (command)
        {
            case RunCommand.SelectTargets select:
                return Tell(new RunInput.Selected(select.Path, Select(select.Path), null));
            case RunCommand.RunUnit unit:
                Executions[unit] = Executions.GetValueOrDefault(unit) + 1;
                if (Notes && unit.Unit.Length > 0 && !Paths.IsUndo(unit.Path)) Change(unit);
                return Tell(new RunInput.UnitEnded(unit.Path, unit.Unit, unit.Attempt, Execute(unit)));
            case RunCommand.StartChild child:
                return Tell(new RunInput.ChildBegun(child.Path, "child", 3));
            default:
                throw new InvalidOperationException($"No answer to {command}.");
        }
    }

    private void Change(RunCommand.RunUnit unit) => Tell(new RunInput.Intended(
        unit.Path, unit.Unit, "op", unit.Attempt, $"{unit.Path}/{unit.Unit}/op/{unit.Attempt}", null, Flow.Json("""{"was":"on"}""")))
        .Tell(new RunInput.OperationEnded(unit.Path, unit.Unit, "op", unit.Attempt, true, null, null));

    /// <summary>A rerun takes over what the run could undo.</summary>
    public World HandOn(string to)
    {
        Commit(Interpreter.HandOn(State, to, Now));
        return this;
    }

    public World Tell(RunInput input, Busy? busy = null)
    {
        Commit(Interpreter.Decide(workflow, State, input, Now, busy));
        return this;
    }

    public World Pass(TimeSpan time) => Pass(Now + time);

    public World Pass(DateTimeOffset until)
    {
        Now = until > Now ? until : Now;
        return Tell(new RunInput.Tick());
    }

    public string Outcomes() => string.Join(" ", State.Steps.Values.OrderBy(s => s.Path, StringComparer.Ordinal).Select(Describe));

    private static RunCreated Created(string inputs) =>
        new("0123456789abcdef", "test", 1, Flow.Json(inputs), new RunTrigger("api", null, "key:test"), null, null, null);

    private static string Describe(StepState step) => $"{step.Path}={step.Status?.ToString().ToLowerInvariant() ?? "active"}";

    private void Commit(Decision decision)
    {
        history.AddRange(decision.Events);
        State = decision.State;
        Assert.Equal(Pending.Of(State).Any(), Pending.HasAny(State));
        Commits++;
        // What a crash leaves is the history; state comes from it alone, through its stored form.
        if (CrashAfterCommit(Commits)) State = Evolution.Fold(history.Select(Stored));
    }

    private static RunEvent Stored(RunEvent recorded) =>
        EventCodec.Read(EventCodec.NameOf(recorded), EventCodec.CurrentVersion, recorded.At, EventCodec.Write(recorded));
}
