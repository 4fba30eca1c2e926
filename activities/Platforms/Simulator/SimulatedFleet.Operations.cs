namespace Runbooks.Activities.Platforms.Simulator;

public sealed partial class SimulatedFleet
{
    /// <summary>What a connection adds to an operation.</summary>
    internal sealed record Request(string Key, TimeSpan Duration, TimeSpan Boot, bool Deaf, bool RemembersKeys, SimulatorFault? FailsWith);

    /// <summary>Injects a fault into all connections, until <see cref="Mend"/>.</summary>
    public void Inject(SimulatorFault fault) => Faults.Add(fault);

    public void Mend(SimulatorFault fault) => Faults.Remove(fault);

    /// <summary>Somebody deletes the VM by hand.</summary>
    public void DeleteVm(string vm) => Change(now =>
    {
        Record(new FleetEntry.VmDeleted(now, vm));
        EndAll(vm, now);
        return true;
    });

    /// <summary>A copy rots in its repository.</summary>
    public void DamageBackup(string id) => Change(now =>
    {
        Record(new FleetEntry.BackupSet(now, _state.FindBackup(id)! with { IsDamaged = true }));
        return true;
    });

    /// <summary>Takes a host down or up again, by its name.</summary>
    public void SetHost(string host, HostState state) => Change(now =>
    {
        Record(new FleetEntry.HostSet(now, host, state));
        return true;
    });

    /// <summary>Gives a VM this share of CPU from now on in place of its curve's; null gives the curve back.</summary>
    public void SetCpu(string vm, double? cpu) => Change(_ => _state.Known(vm).Cpu = cpu);

    /// <returns>The task's id.</returns>
    internal string Begin(PlatformOperation operation, Request request) => Change(now =>
    {
        var kind = SimulatedTask.Kind(operation);
        if (request.RemembersKeys && _state.Tasks.Find(request.Key, kind, operation.NativeId) is { } known) return known.Id;
        var task = Describe(operation, kind, request, now);
        RefuseOtherMoves(task);
        if (FleetRules.EffectOf(task, _state, now) is null) task = task with { Due = now };
        else if (request.Deaf && kind == "shutdown") task = task with { Due = null };
        Record(new FleetEntry.Begun(now, task));
        return task.Id;
    });

    internal string? FindTask(string key, PlatformOperation operation) =>
        Read(_ => _state.Tasks.Find(key, SimulatedTask.Kind(operation), operation.NativeId)?.Id);

    /// <summary>Ends with the task, now or later.</summary>
    internal Task<FleetEntry.Ended> WhenEnded(string task) => Read(_ =>
    {
        EnsureReachable();
        if (_state.Tasks.Find(task) is null)
            throw new PlatformException(PlatformError.NotFound, $"simulated: no task has the id {task}");
        return _state.Tasks.EndOf(task) is { } ended ? Task.FromResult(ended) : _signals.WhenEnded(task);
    });

    /// <summary>How far a task is, 0 to 1.</summary>
    internal double Progress(string task) => Read(now =>
        _state.Tasks.Find(task) is { Due: { } due } known && due > known.Begun
            ? Math.Clamp((now - known.Begun) / (due - known.Begun), 0, 1)
            : 0);

    internal void Cancel(string task) => Change(now =>
    {
        var known = _state.Tasks.Find(task) ?? throw new PlatformException(PlatformError.NotFound, $"simulated: no task has the id {task}");
        if (_state.Tasks.EndOf(task) is null) Fail(known, now, PlatformError.Interrupted, "simulated: the task was cancelled by a user");
        return true;
    });

    private SimulatedTask Describe(PlatformOperation operation, string kind, Request request, DateTimeOffset now) => new SimulatedTask(
        NewId(request.Key, kind, now),
        request.Key,
        kind,
        operation.NativeId,
        now,
        now + request.Duration,
        Error: request.FailsWith?.Error,
        Message: request.FailsWith?.Text,
        Boot: kind is "power-on" or "restart" or "reset" or "provision" ? request.Boot : (TimeSpan?)null).For(operation);

    private void RefuseOtherMoves(SimulatedTask task)
    {
        if (task.Host is not null && _state.Tasks.Open(task.Vm).Any(other => other.Host is not null && other.Host != task.Host))
            throw new PlatformException(PlatformError.Busy, "simulated: the VM is being moved to another host");
    }

    private string NewId(string key, string operation, DateTimeOffset now) =>
        Chaos.Uuid(Chaos.Hash($"{key}/{operation}"), Chaos.Hash((ulong)now.UtcTicks, (ulong)_state.Tasks.Count)).ToString();

    private void EndWhatIsDue(DateTimeOffset now)
    {
        while (_state.Tasks.Next() is { } task && task.Due <= now) End(task, task.Due!.Value);
    }

    /// <summary>An operation takes effect, or fails, at its end: what it finds then counts, not what it found at its beginning.</summary>
    private void End(SimulatedTask task, DateTimeOffset at)
    {
        FleetEffect? effect;
        GuestPatch? answer;
        try
        {
            effect = EffectOf(task, at);
            answer = FleetRules.AnswerOf(task, _state, at);
        }
        catch (PlatformException error)
        {
            Fail(task, at, error.Error, error.Message);
            return;
        }

        Record(new FleetEntry.Ended(at, task.Id, task.Key, task.Operation, task.Vm, effect?.Condition, task.Snapshot)
        {
            Made = effect?.Made,
            Host = effect?.Host,
            Gone = effect is { Gone: true } ? true : null,
            Backup = effect?.Backup,
            BackupGone = effect?.BackupGone,
            Result = effect?.Result,
            Patch = answer,
        });
        if (effect?.Condition?.Power == PowerState.Off) EndDeafShutdowns(task.Vm, at);
        if (effect is { Gone: true }) EndAll(task.Vm, at);
    }

    private FleetEffect? EffectOf(SimulatedTask task, DateTimeOffset at) => task.Error is { } decided
        ? throw new PlatformException(decided, task.Message!)
        : FleetRules.EffectOf(task, _state, at);

    private void EndAll(string vm, DateTimeOffset at)
    {
        foreach (var task in _state.Tasks.Open(vm)) End(task, at);
    }

    /// <summary>Somebody pulled the plug of a guest that did not listen.</summary>
    private void EndDeafShutdowns(string vm, DateTimeOffset at)
    {
        foreach (var task in _state.Tasks.Open(vm).Where(task => task.Due is null)) End(task, at);
    }

    private void Fail(SimulatedTask task, DateTimeOffset at, PlatformError error, string message) => Record(
        new FleetEntry.Ended(at, task.Id, task.Key, task.Operation, task.Vm, null, task.Snapshot, error, message));
}
