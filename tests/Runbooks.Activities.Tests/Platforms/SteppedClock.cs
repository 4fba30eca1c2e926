using Microsoft.Extensions.Time.Testing;

namespace Runbooks.Activities.Tests.Platforms;

/// <summary>A clock that stands still until everybody waits for it: it is moved to the next timer, when there is one. So a platform that
/// polls over a real connection needs no real time between its polls.</summary>
internal sealed class SteppedClock() : FakeTimeProvider(new DateTimeOffset(2026, 1, 15, 9, 0, 0, TimeSpan.Zero))
{
    private readonly Lock _gate = new();
    private readonly List<DateTimeOffset> _due = [];
    private TaskCompletionSource _added = New();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        lock (_gate)
        {
            if (dueTime > TimeSpan.Zero) _due.Add(GetUtcNow() + dueTime);
            _added.TrySetResult();
        }

        return timer;
    }

    /// <summary>Moves from timer to timer until the task is over.</summary>
    /// <param name="patience">On this clock; where nothing waits for the clock, in real time.</param>
    public async Task RunAsync(Task task, TimeSpan patience)
    {
        for (var end = GetUtcNow() + patience; !task.IsCompleted && GetUtcNow() < end;)
        {
            var added = Added();
            if (NextDue() is { } due) Advance(due > GetUtcNow() ? due - GetUtcNow() : TimeSpan.Zero);
            else await Task.WhenAny(task, added).WaitAsync(patience);
        }
    }

    private Task Added()
    {
        lock (_gate)
        {
            if (_added.Task.IsCompleted) _added = New();
            return _added.Task;
        }
    }

    private DateTimeOffset? NextDue()
    {
        lock (_gate)
        {
            _due.RemoveAll(due => due <= GetUtcNow());
            return _due.Count == 0 ? null : _due.Min();
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
