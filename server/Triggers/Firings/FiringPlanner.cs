using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Data;
using Runbooks.Server.Http;
using Runbooks.Server.Plans;
using Runbooks.Server.Runs.Execution;
using Runbooks.Workflows.Definitions;

namespace Runbooks.Server.Triggers.Firings;

/// <summary>Makes the plan of what is recommended, after the firing was committed, so that whoever decides sees what the run would change.
/// What a process before this one did not get to is done by this one.</summary>
internal sealed class FiringPlanner(
    IDbContextFactory<RunbooksDbContext> contexts, WorkflowCache workflows, PlanMaker maker, FiringStarter starter, TimeProvider time, ILogger<FiringPlanner> log)
    : BackgroundService
{
    private const int Batch = 50;
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim notice = new(0, 1);

    public override void Dispose()
    {
        notice.Dispose();
        base.Dispose();
    }

    /// <summary>Plans what is recommended and has no plan, the oldest first.</summary>
    /// <returns>How many were tried.</returns>
    public async Task<int> PlanAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var open = await db.Firings.AsNoTracking()
            .Where(firing => firing.Status == FiringStatus.Recommended && firing.PlannedAt == null)
            .OrderBy(firing => firing.Sequence)
            .Take(Batch)
            .ToListAsync(cancellation);
        foreach (var firing in open)
        {
            var (plan, failure) = await MakeAsync(firing, cancellation);
            var kept = plan is null ? null : JsonSerializer.Serialize(plan, ApiJson.Options);
            DateTimeOffset? now = time.GetUtcNow();
            await db.Firings.Where(row => row.Sequence == firing.Sequence && row.PlannedAt == null).ExecuteUpdateAsync(
                row => row.SetProperty(f => f.Plan, kept).SetProperty(f => f.PlanFailure, failure).SetProperty(f => f.PlannedAt, now),
                cancellation);
        }

        if (open.Count > 0) starter.Tell();
        return open.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        starter.Changed += Notice;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await PlanAsync(stoppingToken) == Batch) continue;
                await notice.WaitAsync(Sweep, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception error)
            {
                log.LogError(error, "Planning what triggers recommend failed; it is tried again");
                await Task.Delay(Sweep, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        starter.Changed -= Notice;
    }

    /// <summary>The plan that is kept, or why there is none: a recommendation without one is still a recommendation.</summary>
    private async Task<(PlanAnswer? Plan, string? Failure)> MakeAsync(FiringEntity firing, CancellationToken cancellation)
    {
        try
        {
            if (await workflows.FindAsync(firing.Workflow, null) is not { } workflow) return (null, $"There is no published workflow '{firing.Workflow}'.");
            var inputs = InputValidation.Check(workflow.Definition, JsonElement.Parse(firing.Inputs ?? "{}"));
            if (inputs.Problems.Count > 0) return (null, string.Join(" ", inputs.Problems.Select(problem => $"{problem.Path}: {problem.Message}")));
            return ((await maker.MakeAsync(workflow, inputs.Values, cancellation, readAgain: false)).Bounded(), null);
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            log.LogError(error, "Planning the workflow {Workflow} for the firing {Firing} failed", firing.Workflow, firing.Id);
            return (null, "The server failed at planning it. The log has the details.");
        }
    }

    private void Notice()
    {
        try
        {
            notice.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is told already.
        }
    }
}
