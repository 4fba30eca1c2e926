namespace Runbooks.Activities.Platforms.Simulator;

/// <summary>The tasks of a fleet: those that run, and for a week those that ended.</summary>
internal sealed class TaskBoard
{
    private static readonly TimeSpan Retention = TimeSpan.FromDays(7);

    private readonly Dictionary<string, Entry> _tasks = [];
    private readonly Dictionary<(string Key, string Operation, string Vm), SimulatedTask> _byKey = [];
    private readonly PriorityQueue<SimulatedTask, (DateTimeOffset Due, long Order)> _due = new();
    private readonly Dictionary<string, List<SimulatedTask>> _open = [];
    private readonly Queue<FleetEntry.Ended> _ended = new();
    private readonly Queue<SimulatedEffect> _effects = new();
    private long _stamp;

    /// <summary>How many were ever begun, as far as is known.</summary>
    public long Count { get; private set; }

    public IReadOnlyList<SimulatedEffect> Effects => [.. _effects];

    public void Begin(SimulatedTask task)
    {
        _tasks[task.Id] = new Entry(task, _stamp++);
        _byKey[(task.Key, task.Operation, task.Vm)] = task;
        if (task.Due is { } due) _due.Enqueue(task, (due, Count));
        if (!_open.TryGetValue(task.Vm, out var open)) _open[task.Vm] = open = [];
        open.Add(task);
        Count++;
    }

    public void End(FleetEntry.Ended ended)
    {
        if (!_tasks.TryGetValue(ended.Task, out var entry) || entry.End is not null) return;
        entry.Settle(ended, _stamp++);
        Close(entry.Task);
        _ended.Enqueue(ended);
        if (ended.HadEffect)
            _effects.Enqueue(new SimulatedEffect(ended.Key, ended.Operation, ended.Vm, ended.At, ended.Snapshot));
        Forget(ended.At - Retention);
    }

    public SimulatedTask? Find(string key, string operation, string vm) => _byKey.GetValueOrDefault((key, operation, vm));

    public SimulatedTask? Find(string id) => _tasks.GetValueOrDefault(id)?.Task;

    public FleetEntry.Ended? EndOf(string id) => _tasks.GetValueOrDefault(id)?.End;

    /// <summary>The running tasks of a VM, in the order in which they were begun.</summary>
    public IReadOnlyList<SimulatedTask> Open(string vm) => _open.TryGetValue(vm, out var open) ? [.. open] : [];

    /// <summary>The running task that ends first; null where none has a time to end.</summary>
    public SimulatedTask? Next()
    {
        while (_due.TryPeek(out var task, out _))
        {
            if (EndOf(task.Id) is null && _tasks.ContainsKey(task.Id)) return task;
            _due.Dequeue();
        }

        return null;
    }

    /// <summary>What made the board, in the order in which it happened.</summary>
    public IEnumerable<FleetEntry> Entries() =>
        _tasks.Values.SelectMany(entry => entry.Entries()).OrderBy(stamped => stamped.Stamp).Select(stamped => stamped.Entry);

    private void Close(SimulatedTask task)
    {
        var open = _open[task.Vm];
        open.Remove(task);
        if (open.Count == 0) _open.Remove(task.Vm);
    }

    private void Forget(DateTimeOffset before)
    {
        while (_ended.TryPeek(out var old) && old.At < before)
        {
            _ended.Dequeue();
            _tasks.Remove(old.Task);
            var key = (old.Key, old.Operation, old.Vm);
            if (_byKey.TryGetValue(key, out var known) && known.Id == old.Task) _byKey.Remove(key);
        }

        while (_effects.TryPeek(out var effect) && effect.At < before) _effects.Dequeue();
    }

    private sealed class Entry(SimulatedTask task, long begun)
    {
        private long _settled;

        public SimulatedTask Task { get; } = task;

        public FleetEntry.Ended? End { get; private set; }

        public void Settle(FleetEntry.Ended end, long stamp) => (End, _settled) = (end, stamp);

        public IEnumerable<(long Stamp, FleetEntry Entry)> Entries()
        {
            yield return (begun, new FleetEntry.Begun(Task.Begun, Task));
            if (End is not null) yield return (_settled, End);
        }
    }
}
