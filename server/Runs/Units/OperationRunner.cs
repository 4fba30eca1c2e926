using System.Text.Json;
using Runbooks.Activities;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Server.Runs.Units;

/// <summary>Carries out one operation (rule 13): intent committed, call made, handle committed, end awaited. One that an earlier
/// execution began is attached to, found, or repeated with its key; a <c>once</c> that cannot be told is reported, never repeated.</summary>
internal static class OperationRunner
{
    public static async Task<OperationEnd> RunAsync(OperationCall call, Unit unit, UnitServices services, LiveTarget? live)
    {
        var earlier = unit.State.Operations.GetValueOrDefault(call.Name);
        if (earlier is { Settled: true, Error: null }) return new OperationEnd(earlier.Confirmed, earlier.Result);
        var operation = earlier is { Settled: false } ? earlier : await IntendAsync(call, unit, services, live, earlier);
        services.InFlight.Begin(new(
            operation.Key, unit.RunId, unit.StepPath, unit.Target?.Id, unit.Target?.Name, call.Name, operation.Handle, operation.IntendedAt));
        try
        {
            var handle = operation.Handle ?? await FindOrStartAsync(call, unit, services, live, operation, begunEarlier: earlier == operation);
            services.InFlight.Handle(operation.Key, handle);
            return await AwaitAsync(call, unit, services, operation, handle);
        }
        finally
        {
            services.InFlight.End(operation.Key);
        }
    }

    /// <summary>Passes the gate and commits the intent.</summary>
    private static async Task<OperationState> IntendAsync(
        OperationCall call, Unit unit, UnitServices services, LiveTarget? live, OperationState? failed)
    {
        CheckGate(unit, services, live);
        var generation = (failed?.Generation ?? 0) + 1;
        var key = $"{unit.Key}/{call.Name}/{generation}";
        var before = unit.State.Operations.Values.Any(o => o is not { Settled: true, Error: not null }) ? null : unit.Before;
        await CommitAsync(unit, new RunInput.Intended(unit.Path, unit.Id, call.Name, generation, key, Ask(call.Hold), before));
        if (unit.State.Operations.GetValueOrDefault(call.Name) is { } intended && intended.Generation == generation) return intended;
        if (call.Hold is { } hold && unit.State.Phase == UnitPhase.Running) throw await NotFreeAsync(hold, unit, services);
        throw new OperationCanceledException("The run went on without this unit.");
    }

    private static HoldAsk? Ask(OperationHold? hold) => hold is null
        ? null
        : new(hold.Other is { } other ? new HeldTarget(other.Id, other.Name) : null, hold.Queue, hold.Places);

    private static async Task<ActivityFailure> NotFreeAsync(OperationHold hold, Unit unit, UnitServices services)
    {
        if (hold.Other is { } other && await services.HolderOf(other.Id) is { } holder)
        {
            var whose = holder == unit.RunId ? "another step of this run" : $"run {holder}";
            return new ActivityFailure(OperationHold.HeldCode, $"{other.Name} is held by {whose}; it was left as it is.", retryable: true);
        }

        return new ActivityFailure(
            OperationHold.NoPlaceCode, $"{hold.Places} operations of '{hold.Queue}' are on their way, which is as many as may be at once; nothing was done.", retryable: true);
    }

    private static void CheckGate(Unit unit, UnitServices services, LiveTarget? live)
    {
        unit.Cancelled.ThrowIfCancellationRequested();
        Gate.CheckSwitch(services, unit.Effect);
        if (live is not null) Gate.CheckMode(live, live.Object?.Name ?? unit.Target?.Name ?? unit.Path);
    }

    private static async Task<string> FindOrStartAsync(
        OperationCall call, Unit unit, UnitServices services, LiveTarget? live, OperationState operation, bool begunEarlier)
    {
        var handle = begunEarlier ? await FindAsync(call, unit, operation) : null;
        if (handle is null)
        {
            if (begunEarlier) CheckGate(unit, services, live);
            handle = await StartAsync(call, unit, operation);
        }

        await CommitAsync(unit, new RunInput.Handled(unit.Path, unit.Id, call.Name, operation.Generation, handle));
        return handle;
    }

    /// <returns>The handle of what was begun; null where it may be started, again with the same key.</returns>
    private static async Task<string?> FindAsync(OperationCall call, Unit unit, OperationState operation)
    {
        var sighting = call.Find is null
            ? new Sighting.Unknown("The other side cannot be asked.")
            : await call.Find(operation.Key, unit.Loop.Detached);
        switch (sighting)
        {
            case Sighting.Found found:
                return found.Handle;
            case Sighting.Unknown unknown when call.Kind == OperationKind.Once:
                var error = new RunError(
                    "step.interrupted",
                    $"The server stopped while it asked for '{call.Name}', and it cannot be told whether it was done: {unknown.Why} It was not repeated. Look at the target, then rerun this step if it was not done.");
                Settle(unit, call, operation, false, null, error);
                throw new ActivityFailure(error.Code, error.Message);
            default:
                return null;
        }
    }

    private static async Task<string> StartAsync(OperationCall call, Unit unit, OperationState operation)
    {
        try
        {
            return await call.Start(operation.Key, unit.Loop.Detached);
        }
        catch (Exception error) when (Failures.IsRefusal(error))
        {
            Settle(unit, call, operation, false, null, Failures.ToError(error));
            throw;
        }
    }

    private static async Task<OperationEnd> AwaitAsync(
        OperationCall call, Unit unit, UnitServices services, OperationState operation, string handle)
    {
        var since = unit.State.Operations.GetValueOrDefault(call.Name)?.StartedAt ?? services.Time.GetUtcNow();
        using var limit = TimeLimit.Start(since, call.Limit, services.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(unit.Loop.Detached, unit.TimedOut, limit.Token);
        using var asked = unit.Cancelled.Register(() => _ = AskToStopAsync(call, handle, unit, services));
        try
        {
            var result = await call.Attach(handle, stop.Token);
            Settle(unit, call, operation, true, result, null);
            return new OperationEnd(true, result);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !unit.Loop.Detached.IsCancellationRequested)
        {
            Settle(unit, call, operation, false, null, null);
            return new OperationEnd(false, null);
        }
        catch (Exception error) when (Failures.IsRefusal(error))
        {
            Settle(unit, call, operation, false, null, Failures.ToError(error));
            throw;
        }
    }

    private static async Task AskToStopAsync(OperationCall call, string handle, Unit unit, UnitServices services)
    {
        if (call.Cancel is null) return;
        try
        {
            await call.Cancel(handle, unit.Loop.Detached);
        }
        catch (Exception error) when (error is PlatformException or OperationCanceledException or ActivityFailure)
        {
            services.Logs.Write(new(unit.RunId, unit.StepPath, unit.Target?.Name, services.Time.GetUtcNow(), unit.Redact(
                $"'{call.Name}' could not be stopped ({error.Message}); it continues as {handle}.")));
        }
    }

    /// <summary>The end rides in the commit of what comes next.</summary>
    private static void Settle(Unit unit, OperationCall call, OperationState operation, bool confirmed, JsonElement? result, RunError? error) =>
        unit.Loop.Post(new RunInput.OperationEnded(unit.Path, unit.Id, call.Name, operation.Generation, confirmed, result, error));

    private static async Task CommitAsync(Unit unit, RunInput input)
    {
        if (!await unit.Loop.PostAsync(input)) throw new OperationCanceledException("This process let go of the run.");
    }
}
