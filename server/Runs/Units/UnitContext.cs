using System.Text.Json;
using Runbooks.Activities;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms;
using Runbooks.Server.Runs.History;

namespace Runbooks.Server.Runs.Units;

/// <summary>What an activity is given while it executes one unit.</summary>
internal sealed class UnitContext(Unit unit, UnitServices services, LiveTarget? live) : ActivityContext
{
    public override IPlatformReader Platform => LivePlatform();

    public override void Log(string message) =>
        services.Logs.Write(new LogLine(RunId, StepPath, unit.Target?.Name, services.Time.GetUtcNow(), unit.Redact(message)));

    public override void Progress(double fraction, string message) =>
        services.Progress.Set(RunId, StepPath, unit.Id, new(Math.Clamp(fraction, 0, 1), unit.Redact(message)));

    public override Task<OperationEnd> OperationAsync(OperationCall call, CancellationToken cancellation) =>
        OperationRunner.RunAsync(call, unit, services, live);

    public override Task<OperationEnd> OperateAsync(PlatformOperation operation, TimeSpan? limit, CancellationToken cancellation) =>
        OperationAsync(
            new OperationCall
            {
                Name = operation.Name,
                Kind = LivePlatform().KindOf(operation),
                Find = (key, stop) => LivePlatform().FindAsync(operation, key, stop),
                Start = (key, stop) => LivePlatform().StartAsync(operation, key, stop),
                Attach = (handle, stop) => AwaitAsync(operation, handle, stop),
                Cancel = (handle, stop) => LivePlatform().CancelAsync(handle, stop),
                Limit = limit,
            },
            cancellation);

    private Task<JsonElement?> AwaitAsync(PlatformOperation operation, string handle, CancellationToken stop) =>
        LivePlatform().AwaitAsync(operation, handle, new Progress<double>(share => Progress(share, operation.Name)), stop);

    private IPlatform LivePlatform() =>
        live?.Platform ?? throw new InvalidOperationException($"The step '{StepPath}' has no target, so it has no platform.");
}
