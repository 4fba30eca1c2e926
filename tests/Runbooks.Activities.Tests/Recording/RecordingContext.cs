using Microsoft.Extensions.Time.Testing;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Tests.Platforms;

namespace Runbooks.Activities.Tests.Recording;

/// <summary>Carries out operations as the engine does (intent, call, handle, end; recovery by handle, search, or repeat), with a ledger in
/// memory. Time passes only while an operation with a limit does not end.</summary>
internal sealed class RecordingContext(OperationLedger ledger, IPlatform platform, FakeTimeProvider clock) : ActivityContext
{
    public CrashAt? Crash { get; init; }

    /// <summary>Why nothing may be changed; null where it may.</summary>
    public ActivityFailure? Gate { get; init; }

    public List<string> Lines { get; init; } = [];

    public override IPlatformReader Platform => platform;

    public override void Log(string message) => Lines.Add(message);

    public override void Progress(double fraction, string message) => Assert.InRange(fraction, 0, 1);

    public override Task<OperationEnd> OperateAsync(PlatformOperation operation, TimeSpan? limit, CancellationToken cancellation) =>
        OperationAsync(
            new OperationCall
            {
                Name = operation.Name,
                Kind = platform.KindOf(operation),
                Find = (key, token) => platform.FindAsync(operation, key, token),
                Start = (key, token) => platform.StartAsync(operation, key, token),
                Attach = (handle, token) => platform.AwaitAsync(operation, handle, null, token),
                Limit = limit,
            },
            cancellation);

    /// <summary>Why a VM may not be changed, by its name.</summary>
    public Dictionary<string, ActivityFailure> Guarded { get; init; } = [];

    public override Task<OperationEnd> OperateOnAsync(FleetVm other, PlatformOperation operation, string name, CancellationToken cancellation)
    {
        if (!Begun.Contains(name) && Guarded.TryGetValue(other.Name, out var refusal)) throw refusal;
        return OperationAsync(
            new OperationCall
            {
                Name = name,
                Kind = platform.KindOf(operation),
                Find = (key, token) => platform.FindAsync(operation, key, token),
                Start = (key, token) => platform.StartAsync(operation, key, token),
                Attach = (handle, token) => platform.AwaitAsync(operation, handle, null, token),
            },
            cancellation);
    }

    public override async Task<OperationEnd> OperationAsync(OperationCall call, CancellationToken cancellation)
    {
        var entry = ledger.Open(call.Name);
        if (entry?.End is { } known) return known;
        var isNew = entry is null;
        if (isNew && Gate is not null) throw Gate;
        entry ??= ledger.Intend(Key, call.Name);
        DieAt(call, CrashPoint.Intent);
        try
        {
            var handle = entry.Handle ?? (isNew ? null : await FindAsync(call, entry, cancellation)) ?? await call.Start(entry.Key, cancellation);
            DieAt(call, CrashPoint.Call);
            if (entry.Handle is null) (entry.Handle, entry.StartedAt) = (handle, clock.GetUtcNow());
            DieAt(call, CrashPoint.Handle);
            var end = await EndAsync(call, entry, cancellation);
            DieAt(call, CrashPoint.Settle);
            entry.End = end;
        }
        catch (Exception error) when (error is ActivityFailure or PlatformException)
        {
            entry.Failed = error is not (ActivityFailure { EffectUnknown: true }
                or PlatformException { Error: PlatformError.Unreachable or PlatformError.Timeout or PlatformError.Interrupted });
            throw;
        }

        DieAt(call, null);
        return entry.End;
    }

    private static async Task<string?> FindAsync(OperationCall call, OperationLedger.Entry entry, CancellationToken cancellation)
    {
        var sighting = call.Find is null ? new Sighting.Unknown("it cannot be asked") : await call.Find(entry.Key, cancellation);
        return sighting switch
        {
            Sighting.Found found => found.Handle,
            Sighting.Unknown when call.Kind == OperationKind.Once =>
                throw new ActivityFailure("step.interrupted", $"Whether {call.Name} took effect is not known.") { EffectUnknown = true },
            _ => null,
        };
    }

    private async Task<OperationEnd> EndAsync(OperationCall call, OperationLedger.Entry entry, CancellationToken cancellation)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var attached = call.Attach(entry.Handle!, giveUp.Token);
        if (!attached.IsCompleted && call.Limit is { } limit)
        {
            var left = entry.StartedAt + limit - clock.GetUtcNow();
            if (left > TimeSpan.Zero) clock.Advance(left);
            if (!attached.IsCompleted)
            {
                await giveUp.CancelAsync();
                return new OperationEnd(false, null);
            }
        }

        return new OperationEnd(true, await attached);
    }

    private void DieAt(OperationCall call, CrashPoint? point)
    {
        if (Crash is { } at && at.Operation == call.Name && at.Point == point) throw new Crash(at);
    }
}
