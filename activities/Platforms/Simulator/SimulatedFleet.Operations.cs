namespace Runbooks.Activities.Platforms.Simulator;

public sealed partial class SimulatedFleet
{
    /// <summary>What a connection adds to an operation.</summary>
    internal sealed record Request(string Key, TimeSpan Duration, bool Deaf, bool RemembersKeys, SimulatorFault? FailsWith);

    /// <summary>Injects a fault into all connections, until <see cref="Mend"/>.</summary>
    public void Inject(SimulatorFault fault) => Faults.Add(fault);

    public void Mend(SimulatorFault fault) => Faults.Remove(fault);

    /// <summary>Somebody deletes the VM by hand.</summary>
    public void DeleteVm(string vm) => Change(now =>
    {
        Record(new FleetEntry.VmDeleted(now, vm));
        foreach (var task in _state.Tasks.Open(vm)) End(task, now);
        return true;
    });

    /// <summary>Takes a host down or up again, by its name.</summary>
    public void SetHost(string host, HostState state) => Change(now =>
    {
        Record(new FleetEntry.HostSet(now, host, state));
        return true;
    });

    /// <summary>Gives a VM this share of CPU from now on in place of its curve's; null gives the curve back.</summary>
    public void SetCpu(string vm, double? cpu) => Change(_ => Known(vm).Cpu = cpu);

    /// <returns>The task's id.</returns>
    internal string Begin(PlatformOperation operation, Request request) => Change(now =>
    {
        var kind = SimulatedTask.Kind(operation);
        if (request.RemembersKeys && _state.Tasks.Find(request.Key, kind, operation.NativeId) is { } known) return known.Id;
        var vm = Answering(operation.NativeId);
        var task = Describe(operation, kind, request, now);
        if (OperationRules.After(task, vm.Condition, now) is null) task = task with { Due = now };
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

    private SimulatedTask Describe(PlatformOperation operation, string kind, Request request, DateTimeOffset now) => new(
        NewId(request.Key, kind, now),
        request.Key,
        kind,
        operation.NativeId,
        now,
        now + request.Duration,
        SimulatedTask.SnapshotOf(operation),
        operation is PlatformOperation.CreateSnapshot { Memory: true },
        request.FailsWith?.Error,
        request.FailsWith?.Text);

    private string NewId(string key, string operation, DateTimeOffset now) =>
        Chaos.Uuid(Chaos.Hash($"{key}/{operation}"), Chaos.Hash((ulong)now.UtcTicks, (ulong)_state.Tasks.Count)).ToString();

    private void EndWhatIsDue(DateTimeOffset now)
    {
        while (_state.Tasks.Next() is { } task && task.Due <= now) End(task, task.Due!.Value);
    }

    /// <summary>An operation takes effect, or fails, at its end: what it finds then counts, not what it found at its beginning.</summary>
    private void End(SimulatedTask task, DateTimeOffset at)
    {
        VmCondition? effect;
        try
        {
            effect = EffectOf(task, at);
        }
        catch (PlatformException error)
        {
            Fail(task, at, error.Error, error.Message);
            return;
        }

        Record(new FleetEntry.Ended(at, task.Id, task.Key, task.Operation, task.Vm, effect, task.Snapshot));
        if (effect?.Power == PowerState.Off) EndDeafShutdowns(task.Vm, at);
    }

    private VmCondition? EffectOf(SimulatedTask task, DateTimeOffset at) => task.Error is { } decided
        ? throw new PlatformException(decided, task.Message!)
        : OperationRules.After(task, Answering(task.Vm).Condition, at);

    /// <summary>Somebody pulled the plug of a guest that did not listen.</summary>
    private void EndDeafShutdowns(string vm, DateTimeOffset at)
    {
        foreach (var task in _state.Tasks.Open(vm).Where(task => task.Due is null)) End(task, at);
    }

    private void Fail(SimulatedTask task, DateTimeOffset at, PlatformError error, string message) => Record(
        new FleetEntry.Ended(at, task.Id, task.Key, task.Operation, task.Vm, null, task.Snapshot, error, message));

    /// <summary>The VM, where its host can be asked about it.</summary>
    private SimulatedVm Answering(string id)
    {
        var vm = Known(id);
        return _state.HostStateOf(vm) == HostState.Down
            ? throw new PlatformException(PlatformError.Unreachable, $"simulated: the host {vm.Machine.Host} does not respond")
            : vm;
    }
}
