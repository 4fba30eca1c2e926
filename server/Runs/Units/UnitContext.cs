using System.Text.Json;
using Runbooks.Activities;
using Runbooks.Activities.Fleet;
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
                Hold = OperationHold.For(operation, live?.Object, other: null),
            },
            cancellation);

    public override async Task<OperationEnd> OperateOnAsync(
        FleetVm other, PlatformOperation operation, string name, CancellationToken cancellation)
    {
        if (unit.State.Operations.GetValueOrDefault(name) is { Settled: true, Error: null } over) return new OperationEnd(over.Confirmed, over.Result);
        var target = new Target(other.Id, other.Name, TargetKind.Vm, other.Connection, other.Cluster);
        using var there = await services.Read(target, cancellation);
        var begun = Begun.Contains(name);
        if (!begun && there.Object is null) throw new PlatformException(PlatformError.NotFound, $"'{other.Name}' is not there any more; nothing was done.");
        if (!begun && Gate.Protection(services, there.Object!) is { } why) throw new ActivityFailure("target.protected", $"{other.Name}: {why}");
        if (!begun) Gate.CheckAbility(services, unit, there);
        try
        {
            return await OperationRunner.RunAsync(CallOf(operation, name, other, there.Platform), unit, services, there);
        }
        finally
        {
            services.LookAgain(target);
        }
    }

    private OperationCall CallOf(PlatformOperation operation, string name, FleetVm other, IPlatform platform) => new()
    {
        Name = name,
        Kind = platform.KindOf(operation),
        Find = (key, stop) => platform.FindAsync(operation, key, stop),
        Start = (key, stop) => platform.StartAsync(operation, key, stop),
        Attach = (handle, stop) => platform.AwaitAsync(operation, handle, new Progress<double>(share => Progress(share, name)), stop),
        Cancel = (handle, stop) => platform.CancelAsync(handle, stop),
        Hold = OperationHold.For(operation, other, other),
    };

    private Task<JsonElement?> AwaitAsync(PlatformOperation operation, string handle, CancellationToken stop) =>
        LivePlatform().AwaitAsync(operation, handle, new Progress<double>(share => Progress(share, operation.Name)), stop);

    private IPlatform LivePlatform() =>
        live?.Platform ?? throw new InvalidOperationException($"The step '{StepPath}' has no target, so it has no platform.");
}
