using System.Collections.Immutable;
using System.Text.Json;
using Runbooks.Activities;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;
using Runbooks.Server.Fleet;
using Runbooks.Server.Runs.Execution;
using Runbooks.Server.Runs.Units;
using Runbooks.Workflows.Definitions;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Planning;

namespace Runbooks.Server.Plans;

/// <summary>Answers what a plan asks of the world, by reading it.</summary>
internal sealed class PlanWorld(UnitServices services, FleetAccess access, WorkflowCache workflows, PlanGates gates, bool readAgain)
{
    /// <summary>Connections that were read again for this plan.</summary>
    private readonly HashSet<string> read = new(StringComparer.Ordinal);

    public async Task AnswerAsync(PlanQuestion question, CancellationToken cancellation)
    {
        switch (question)
        {
            case PlanQuestion.Read read:
                read.Answer = await ReadAsync(read, cancellation);
                break;
            case PlanQuestion.Act act:
                act.Answer = await ActAsync(act, cancellation);
                break;
            case PlanQuestion.Hold hold:
                hold.Answer = await HoldAsync(hold);
                break;
            case PlanQuestion.Child child:
                child.Answer = await ChildAsync(child);
                break;
        }
    }

    private async Task<ReadAnswer> ReadAsync(PlanQuestion.Read asked, CancellationToken cancellation)
    {
        try
        {
            var context = new ReadingContext(asked.Path, services.Fleet, services.Time);
            var result = await services.Catalogue.Get(asked.Step.Definition.Activity).ExecuteAsync(asked.Input, context, cancellation);
            return result is ActivityResult.Done done
                ? new ReadAnswer(done.Outcome, done.Output)
                : throw new ActivityFailure("plan.reads-only", "The step waits before it reads; what it gives is known only when it runs.");
        }
        catch (Exception error) when (IsKnown(error))
        {
            return new ReadAnswer("failed", null, Failures.ToError(error));
        }
    }

    private async Task<ActAnswer> ActAsync(PlanQuestion.Act asked, CancellationToken cancellation)
    {
        try
        {
            return services.Catalogue.Get(asked.Step.Definition.Activity) switch
            {
                ITargetActivity over => await OverTargetsAsync(asked, over, cancellation),
                IForesees foresees => await WithoutTargetsAsync(asked, foresees, cancellation),
                _ => new ActAnswer(null, [new(null, new PlannedChange(services.Catalogue.Describe(asked.Step.Definition.Activity)!.Title, "not done", "done"))], [], []),
            };
        }
        catch (Exception error) when (IsKnown(error))
        {
            return ActAnswer.Failing(Failures.ToError(error));
        }
    }

    private async Task<ActAnswer> OverTargetsAsync(PlanQuestion.Act asked, ITargetActivity activity, CancellationToken cancellation)
    {
        var selection = await SelectAsync(asked, activity, cancellation);
        var (free, blocks) = (new List<(Target Target, FleetObject Seen)>(), ImmutableArray.CreateBuilder<PlanBlock>());
        foreach (var target in selection.Targets)
        {
            if (access.LastSeen(target) is not { } seen)
                blocks.Add(new("target.unknown", $"'{target.Name}' is not in the fleet any more; nothing would be done to it.", asked.Path, target));
            else if (!activity.SparesTargets && asked.Step.Traits!.Effect != Effect.Read && gates.Protection(seen) is { } why)
                blocks.Add(new("target.protected", $"{target.Name}: {why}", asked.Path, target));
            else free.Add((target, seen));
        }

        var answer = activity is IForesees foresees
            ? Foreseen(asked, foresees, [.. free.Select(pair => pair.Seen)])
            : Planned(asked.Input, activity, free);
        if (asked.Step.Traits!.Effect != Effect.Read)
        {
            var wanted = answer.AsWanted.Select(target => target.Id).ToHashSet();
            var acted = free.Select(pair => pair.Target).Where(target => !wanted.Contains(target.Id)).ToList();
            blocks.AddRange(gates.Blocks(asked.Path, services.Catalogue.Describe(asked.Step.Definition.Activity)!, asked.Input, acted));
        }

        return answer with { Selection = selection, Blocks = [.. blocks, .. answer.Blocks] };
    }

    /// <summary>Chooses over what the targets' connections show now: units judge their targets by that too.</summary>
    private async Task<TargetSelection> SelectAsync(PlanQuestion.Act asked, ITargetActivity activity, CancellationToken cancellation)
    {
        var context = new SelectionContext(services.Fleet, services.Time);
        var selection = await activity.SelectAsync(asked.Input, context, cancellation);
        var fresh = selection.Targets.Select(target => target.Connection).Where(connection => readAgain && read.Add(connection)).ToList();
        if (fresh.Count == 0) return selection;
        foreach (var connection in fresh) await RefreshAsync(connection, cancellation);
        return await activity.SelectAsync(asked.Input, context, cancellation);
    }

    private async Task<ActAnswer> WithoutTargetsAsync(PlanQuestion.Act asked, IForesees activity, CancellationToken cancellation)
    {
        var looksAtFleet = services.Catalogue.Describe(asked.Step.Definition.Activity)!.Capabilities.Count > 0;
        if (looksAtFleet && readAgain && read.Add("")) await services.Fleet.RefreshAsync(null, cancellation);
        return Foreseen(asked, activity, []);
    }

    /// <summary>What cannot be read is planned as it was last seen; that it is down is told with the targets.</summary>
    private async Task RefreshAsync(string connection, CancellationToken cancellation)
    {
        try
        {
            await services.Fleet.RefreshAsync(connection, cancellation);
        }
        catch (Exception error) when (IsKnown(error))
        {
        }
    }

    private static ActAnswer Planned(JsonElement input, ITargetActivity activity, IEnumerable<(Target Target, FleetObject Seen)> targets)
    {
        var (changes, asWanted) = (ImmutableArray.CreateBuilder<ForeseenChange>(), ImmutableArray.CreateBuilder<Target>());
        foreach (var (target, seen) in targets)
        {
            if (activity.Plan(input, seen) is { } change) changes.Add(new(target, change));
            else asWanted.Add(target);
        }

        return new ActAnswer(null, changes.ToImmutable(), asWanted.ToImmutable(), []);
    }

    private ActAnswer Foreseen(PlanQuestion.Act asked, IForesees activity, IReadOnlyList<FleetObject> targets)
    {
        var foresight = activity.Foresee(asked.Input, targets, new ForesightContext(services.Fleet, services.Time, gates.Stays));
        ImmutableArray<PlanBlock> blocks = foresight.Obstacle is { } why ? [new PlanBlock("plan.obstacle", why, asked.Path)] : [];
        return new ActAnswer(null, [.. foresight.Changes], [], blocks, foresight.Outcome);
    }

    private async Task<ImmutableArray<PlanBlock>> HoldAsync(PlanQuestion.Hold asked)
    {
        try
        {
            var held = await HeldTargets.SelectAsync(asked.Input, new SelectionContext(services.Fleet, services.Time));
            return [.. gates.Held(asked.Path, held.Targets)];
        }
        catch (Exception error) when (IsKnown(error))
        {
            return [new PlanBlock(Failures.ToError(error).Code, error.Message, asked.Path)];
        }
    }

    private async Task<ChildAnswer> ChildAsync(PlanQuestion.Child asked)
    {
        if (await workflows.FindAsync(asked.Workflow, null) is not { } child)
            return new(null, asked.Inputs, new RunError("workflow.unknown", $"There is no published workflow '{asked.Workflow}'."));
        var inputs = InputValidation.Check(child.Definition, asked.Inputs);
        if (inputs.Problems.Count > 0)
            return new(null, asked.Inputs, new RunError("input.invalid", string.Join(" ", inputs.Problems.Select(p => $"{p.Path}: {p.Message}"))));
        return new(child, inputs.Values);
    }

    private static bool IsKnown(Exception error) => error is ActivityFailure or PlatformException;
}
