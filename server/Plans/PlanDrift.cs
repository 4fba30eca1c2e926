using System.Text.Json;
using Runbooks.Server.Runs.Execution;
using Runbooks.Workflows.Definitions;
using Problem = Runbooks.Server.Http.Problem;

namespace Runbooks.Server.Plans;

/// <summary>Whether what a person has seen is still what a run would do.</summary>
public sealed class PlanDrift(WorkflowCache workflows, PlanMaker maker)
{
    /// <summary>The plan of now where its hash is another; null where it is the same, or the start itself will say why it cannot be.</summary>
    public async Task<PlanAnswer?> FindAsync(string workflow, JsonElement? inputs, string seen, CancellationToken cancellation)
    {
        if (await workflows.FindAsync(workflow, null) is not { } published) return null;
        var checkedInputs = InputValidation.Check(published.Definition, inputs ?? default);
        if (checkedInputs.Problems.Count > 0) return null;
        var now = await maker.MakeAsync(published, checkedInputs.Values, cancellation);
        return now.Hash == seen ? null : now;
    }

    /// <param name="before">The plan that was seen, where it is kept.</param>
    internal static Problem Refusal(string seen, PlanAnswer? before, PlanAnswer now) => new(
        StatusCodes.Status409Conflict, "plan.drifted", "What the run would change is no longer what you have seen; no run was started. Look at the plan of now, and start with its hash.")
    {
        More = { ["planHash"] = seen, ["before"] = before, ["plan"] = now },
    };
}
