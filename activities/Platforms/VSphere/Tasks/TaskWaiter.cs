using Runbooks.Activities.Platforms.VSphere.Properties;
using Runbooks.Activities.Platforms.VSphere.Protocol;
using Runbooks.Activities.Platforms.VSphere.Session;

namespace Runbooks.Activities.Platforms.VSphere.Tasks;

/// <summary>Waits by looking, ever more seldom: each look is one small read, needs nothing of the look before, and so outlasts lost
/// sessions and restarts of this process. (vCenter's own way to wait holds a connection for each task.)</summary>
internal sealed class TaskWaiter(SessionKeeper sessions, TimeProvider time)
{
    /// <summary>Null where vCenter does not know the task any more.</summary>
    public async Task<TaskState?> ReadAsync(ManagedObject task, CancellationToken cancellation)
    {
        var found = await sessions.UseAsync(session => PropertyReader.OneAsync(session, task, TaskState.Paths, cancellation), cancellation);
        return found is null ? null : TaskState.Parse(found);
    }

    /// <returns>The task's end; null where vCenter does not know it any more.</returns>
    /// <exception cref="PlatformException">The task failed, or vCenter stays away.</exception>
    public async Task<TaskState?> UntilOverAsync(
        ManagedObject task, Func<TaskState, Task<bool>>? isEnough, IProgress<double>? progress, CancellationToken cancellation)
    {
        TaskState? state = null;
        await UntilAsync(
            async () =>
            {
                state = await ReadAsync(task, cancellation);
                if (state is null or { IsOver: true }) return true;
                if (state.Progress is { } done) progress?.Report(done);
                return isEnough is not null && await isEnough(state);
            },
            null,
            cancellation);
        return state?.Fault is { } fault ? throw fault.ToException() : state;
    }

    /// <returns>False where the limit passed.</returns>
    public async Task<bool> UntilAsync(Func<Task<bool>> look, TimeSpan? limit, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        while (!await OutlastAsync(look, cancellation))
        {
            var waited = time.GetElapsedTime(began);
            if (waited > limit) return false;
            await Task.Delay(Pause(waited), time, cancellation);
        }

        return true;
    }

    /// <summary>A tenth of what it has taken, so that its end is noticed that much late at most, whether it takes a second or a minute.</summary>
    private static TimeSpan Pause(TimeSpan waited)
    {
        var pause = waited / 10;
        return pause < Limits.PollFirst ? Limits.PollFirst : pause < Limits.PollLast ? pause : Limits.PollLast;
    }

    /// <summary>Tries again while vCenter is away or has too much to do, for a while.</summary>
    private async Task<T> OutlastAsync<T>(Func<Task<T>> attempt, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await attempt();
            }
            catch (PlatformException error) when (MayPass(error) && time.GetElapsedTime(began) < Limits.Reconnect)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), time, cancellation);
            }
        }
    }

    private static bool MayPass(PlatformException error) => error.Error is PlatformError.Unreachable or PlatformError.Busy;
}
