using Microsoft.AspNetCore.Http.HttpResults;
using Runbooks.Server.Access;
using Runbooks.Server.Audit;
using Runbooks.Server.Http;
using Runbooks.Server.Runs.Execution;
using Runbooks.Server.Runs.History;

namespace Runbooks.Server.Runs.Api;

/// <summary>Who holds which target.</summary>
internal static class LeasesApi
{
    public static void MapLeases(this IEndpointRouteBuilder api)
    {
        var leases = api.MapGroup("/leases").WithTags("Leases");
        leases.MapGet("/", ListAsync).WithSummary("Targets that runs hold now.").Requires(Permission.Look);
        leases.MapDelete("/{target}", BreakAsync).WithSummary("Takes a target away from whoever holds it. For emergencies; audited.").Requires(Permission.Administer);
    }

    private static async Task<Ok<Page<LeaseView>>> ListAsync(IRunStore store) => TypedResults.Ok(new Page<LeaseView>(
        [.. (await store.ReadLeasesAsync()).Select(l => new LeaseView(l.TargetId, l.TargetName, l.RootRunId, l.RunId, l.Unit, l.Since))]));

    private static async Task<Results<NoContent, Problem>> BreakAsync(
        string target, HttpContext http, IRunStore store, IRunRouter router, AuditLog audit)
    {
        if (!(await store.ReadLeasesAsync()).Any(l => l.TargetId == target)) return Problem.NotFound("lease", target);
        await audit.RecordAsync(http.User.Who(), "lease.break", $"target:{target}");
        foreach (var run in await store.BreakLeaseAsync(target)) router.Wake(run);
        return TypedResults.NoContent();
    }
}

/// <param name="Run">The root run that holds it; the step may be a sub-run's.</param>
internal sealed record LeaseView(string Target, string Name, string Run, string StepRun, string Step, DateTimeOffset Since);
