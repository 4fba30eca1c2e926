using System.Diagnostics.CodeAnalysis;
using Runbooks.Activities;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms;

namespace Runbooks.Server.Plans;

/// <summary>What a step that only reads is given while it is planned. There is no way from here to change anything.</summary>
internal sealed class ReadingContext : ActivityContext
{
    [SetsRequiredMembers]
    public ReadingContext(string path, IFleet fleet, TimeProvider time)
    {
        (RunId, StepPath, Attempt, Key) = ("plan", path, 1, $"plan/{path}");
        (Fleet, Time) = (fleet, time);
        Http = () => throw Refusal("sends nothing");
    }

    public override IPlatformReader Platform => throw Refusal("has no target to read");

    public override void Log(string message)
    {
    }

    public override void Progress(double fraction, string message)
    {
    }

    public override Task<OperationEnd> OperationAsync(OperationCall call, CancellationToken cancellation) => throw Refusal("changes nothing");

    public override Task<OperationEnd> OperateAsync(PlatformOperation operation, TimeSpan? limit, CancellationToken cancellation) =>
        throw Refusal("changes nothing");

    public override Task<OperationEnd> OperateOnAsync(FleetVm other, PlatformOperation operation, string name, CancellationToken cancellation) =>
        throw Refusal("changes nothing");

    private static ActivityFailure Refusal(string why) => new("plan.reads-only", $"A plan {why}; what this step gives is known only when it runs.");
}
