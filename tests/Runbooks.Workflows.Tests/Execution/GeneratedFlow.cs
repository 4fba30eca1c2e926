using Runbooks.Activities;
using Runbooks.Workflows.Definitions;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Workflows.Tests.Execution;

/// <summary>A small flow made from a number: plain steps, steps over targets with and without a gate, and variables; some fail.</summary>
internal sealed record GeneratedFlow(CompiledWorkflow Workflow, HashSet<string> Fails)
{
    private static readonly string[] Kinds = ["n", "n", "t", "t", "g", "v"];

    public static GeneratedFlow Make(int seed)
    {
        var random = new Random(seed);
        var ids = Enumerable.Range(0, random.Next(2, 7)).Select(i => $"{Kinds[random.Next(Kinds.Length)]}{i}").ToList();
        var transitions = new List<Transition>();
        for (var to = 1; to < ids.Count; to++)
            for (var from = 0; from < to; from++)
                if (random.Next(10) < 4) transitions.Add(new Transition(ids[from], random.Next(4) == 0 ? "failed" : null, ids[to]));
        var steps = ids.Select(id => Step(id) with { Join = random.Next(3) == 0 ? JoinMode.Any : JoinMode.All });
        var workflow = Flow.Compile(RunPolicy.Default, new FlowBody([.. steps], [.. transitions]));
        return new GeneratedFlow(workflow, [.. ids.SelectMany(id => new[] { id, id + "sim:a", id + "sim:b" }).Where(_ => random.Next(4) == 0)]);
    }

    public World Start() => new(Workflow)
    {
        Select = Select,
        Execute = unit => Fails.Contains(unit.Path + unit.Unit) ? new UnitReport.Failed(new RunError("x", "x")) : new UnitReport.Completed("done", null, null),
    };

    public TargetSelection Select(string path) => World.Targets("a", "b", "c");

    /// <summary>Whether a rerun from a step does this one again: it, what follows it, and what follows bad ends that nothing took.</summary>
    public bool IsDownstream(string path, RunState ended, string from) =>
        path == from || IsLoose(path, ended) || Workflow.Root[path].Inbound.Any(t => IsDownstream(t.From, ended, from));

    private bool IsLoose(string path, RunState ended) => ended.Steps.TryGetValue(path, out var step)
        && (step.Status is Settled.Cancelled || (step.Status is Settled.Failed && !Workflow.Root[path].Outbound.Any(t => t.Outcome == "failed")));

    private static StepDefinition Step(string id) => id[0] switch
    {
        'n' => Flow.ReadStep($"{id}: noop"),
        'v' => Flow.ReadStep($"{id}: flow.set-variable {{\"name\": \"{id}\", \"value\": 1}}"),
        'g' => Flow.ReadStep($"{id}: vm.change") with { Approval = new ApprovalGate(["role:operator"], null) },
        _ => Flow.ReadStep($"{id}: vm.change"),
    };
}
