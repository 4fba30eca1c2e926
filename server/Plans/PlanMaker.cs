using System.Text.Json;
using Runbooks.Activities;
using Runbooks.Activities.Catalogue;
using Runbooks.Server.Connections;
using Runbooks.Server.Fleet;
using Runbooks.Server.Runs.Execution;
using Runbooks.Server.Runs.History;
using Runbooks.Server.Runs.Units;
using Runbooks.Server.Workflows;
using Runbooks.Workflows.Definitions;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Planning;

namespace Runbooks.Server.Plans;

/// <summary>Makes plans: what a run would change if it began now. Reads the fleet, and changes nothing anywhere.</summary>
public sealed class PlanMaker(
    UnitServices services,
    FleetAccess access,
    ConnectionRegistry connections,
    WorkflowCache workflows,
    PublishedWorkflows published,
    IRunStore store,
    ActivityCatalogue catalogue)
{
    /// <summary>A plan that takes longer is given as far as it is.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <summary>A definition that is not published.</summary>
    public CompiledWorkflow Compile(WorkflowDefinition draft) => CompiledWorkflow.Compile(draft, 0, name => TraitsReader.Find(catalogue, name));

    /// <param name="inputs">Checked, and completed with defaults.</param>
    /// <param name="readAgain">Whether connections are read again, rather than taken as last seen.</param>
    public async Task<PlanAnswer> MakeAsync(CompiledWorkflow workflow, JsonElement inputs, CancellationToken cancellation, bool readAgain = true)
    {
        var now = services.Time.GetUtcNow();
        using var limit = new CancellationTokenSource(Longest, services.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        var world = new PlanWorld(services, access, workflows, await GatesAsync(), readAgain);
        var traversal = new PlanTraversal(workflow, inputs, now);
        // Expressions and choices take the thread for a while each.
        await Task.Run(
            async () =>
            {
                foreach (var question in traversal.Walk()) await AnswerAsync(world, question, traversal, limit.Token, stop.Token);
            },
            cancellation);
        var plan = traversal.Result;
        return Show(workflow, plan, [.. await WholeAsync(workflow), .. plan.BlockedBy], now);
    }

    private static async Task AnswerAsync(
        PlanWorld world, PlanQuestion question, PlanTraversal traversal, CancellationToken limit, CancellationToken stop)
    {
        try
        {
            stop.ThrowIfCancellationRequested();
            await world.AnswerAsync(question, stop);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            traversal.CutShort(Why.OutOfTime(Duration.ToWords(Longest)));
        }
    }

    private async Task<PlanGates> GatesAsync()
    {
        var leases = await store.ReadLeasesAsync();
        var holders = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var root in leases.Select(lease => lease.RootRunId).Distinct(StringComparer.Ordinal))
        {
            var run = (await store.ReadRunAsync(root))?.Projection;
            holders[root] = run is null ? $"run {root}" : $"run {root} of '{run.Workflow}'{(run.StartedBy is { } by ? $" ({by})" : "")}";
        }

        return new PlanGates(services, connections, leases.GroupBy(lease => lease.TargetId).ToDictionary(held => held.Key, held => held.First()), holders);
    }

    /// <summary>What stops the whole run.</summary>
    private async Task<IReadOnlyList<PlanBlock>> WholeAsync(CompiledWorkflow workflow)
    {
        var (id, policy) = (workflow.Definition.Id, workflow.Definition.Policy);
        var blocks = new List<PlanBlock>();
        try
        {
            Gate.CheckSwitch(services, Effect.Change);
        }
        catch (AutomationStopped stopped)
        {
            blocks.Add(new("automation.stopped", stopped.Message));
        }

        if (await published.WhyPausedAsync(id) is { } paused) blocks.Add(new("workflow.paused", paused));
        if (policy is not { MaxConcurrent: { } most, WhenBusy: WhenBusy.Skip }) return blocks;
        string[] going = [RunStatus.Running, RunStatus.Waiting, RunStatus.Paused, RunStatus.Failing];
        var running = await store.ListAsync(new RunQuery(Workflow: id, Status: going, Limit: most));
        if (running.Items.Count >= most)
            blocks.Add(new("workflow.busy", $"'{id}' has as many runs as it may have at once; none would be started. Running: {string.Join(", ", running.Items.Select(run => run.RunId))}."));
        return blocks;
    }

    private PlanAnswer Show(CompiledWorkflow workflow, Plan plan, IEnumerable<PlanBlock> blocks, DateTimeOffset now) => new(
        PlanHash.Of(plan.Effects),
        workflow.Definition.Id,
        workflow.Version == 0 ? null : workflow.Version,
        now,
        [.. plan.Effects.Select(Show)],
        [.. blocks.Select(block => new BlockView(block.Code, block.Message, block.Step, block.Target is null ? null : Show(block.Target)))],
        [.. plan.Unknown.Select(one => new UnknownView(one.Step, one.Why.Sentence, one.Why.Code, one.Why.Of))],
        [.. plan.Notes.Select(one => new UnknownView(one.Step, one.What.Sentence, one.What.Code, one.What.Of))],
        plan.Complete,
        plan.Effects.Length);

    private EffectView Show(PlannedEffect effect)
    {
        var activity = catalogue.Describe(effect.Activity)!;
        var undo = activity.HasUndo ? "A roll-back of the run takes it back." : null;
        var why = activity.HasUndo ? null : effect.Effect == Effect.Destroy ? "It cannot be taken back." : "No roll-back takes it back by itself.";
        return new(
            effect.Step,
            effect.Activity,
            effect.Target is null ? null : Show(effect.Target),
            effect.Effect,
            effect.Change.Summary,
            effect.Change.Before,
            effect.Change.After,
            undo,
            why,
            WhyView.From(effect.Doubt));
    }

    private TargetView Show(Target target)
    {
        var vm = target.Kind == TargetKind.Vm ? services.Fleet.FindVm(target.Id)?.Vm : null;
        return new(target.Id, target.Name, target.Kind, target.Connection, target.Cluster, vm?.Host ?? target.Host, vm?.Tags.GetValueOrDefault("owner"));
    }
}
