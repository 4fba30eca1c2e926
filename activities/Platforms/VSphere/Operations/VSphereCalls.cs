using Runbooks.Activities.Platforms.VSphere.Properties;
using Runbooks.Activities.Platforms.VSphere.Protocol;
using Runbooks.Activities.Platforms.VSphere.Session;
using Runbooks.Activities.Platforms.VSphere.Tasks;

namespace Runbooks.Activities.Platforms.VSphere.Operations;

/// <summary>What all operations need: to read one object, to start a task, and to await it.</summary>
internal sealed class VSphereCalls(SessionKeeper sessions, TaskWaiter tasks)
{
    public TaskWaiter Tasks => tasks;

    /// <exception cref="PlatformException"><see cref="PlatformError.NotFound"/>.</exception>
    public async Task<ObjectProperties> ReadAsync(ManagedObject target, CancellationToken cancellation, params string[] paths) =>
        await FindAsync(target, cancellation, paths)
        ?? throw new PlatformException(PlatformError.NotFound, $"vCenter knows no {target}; it was removed, or the user may not see it");

    public Task<ObjectProperties?> FindAsync(ManagedObject target, CancellationToken cancellation, params string[] paths) =>
        sessions.UseAsync(session => PropertyReader.OneAsync(session, target, paths, cancellation), cancellation);

    public Task<IReadOnlyList<ObjectProperties>> ListAsync(CancellationToken cancellation, params PropertyQuery[] queries) =>
        sessions.UseAsync(session => PropertyReader.AllAsync(session, queries, cancellation), cancellation);

    /// <summary>Makes one changing call that gives a reference.</summary>
    public Task<ManagedObject> StartAsync(string method, ManagedObject self, CancellationToken cancellation, params object?[] arguments) =>
        sessions.UseAsync(session => session.GetAsync(method, self, cancellation, arguments), cancellation);

    /// <summary>Makes one changing call that gives nothing.</summary>
    public Task CallAsync(string method, ManagedObject self, CancellationToken cancellation, params object?[] arguments) =>
        sessions.UseAsync(session => session.CallAsync(method, self, cancellation, arguments), cancellation);

    public Task<T> UseAsync<T>(Func<OpenSession, Task<T>> work, CancellationToken cancellation) => sessions.UseAsync(work, cancellation);

    /// <summary>A task that is at work on the object already, whoever began it.</summary>
    /// <param name="kinds">How vCenter calls them: <c>powerOn</c> of <c>VirtualMachine.powerOn</c>.</param>
    public async Task<ManagedObject?> RunningAsync(ManagedObject target, CancellationToken cancellation, params string[] kinds)
    {
        var recent = (await FindAsync(target, cancellation, "recentTask"))?.References("recentTask") ?? [];
        // Newest first: older ones are over, most likely.
        foreach (var task in recent.Reverse())
        {
            if (await tasks.ReadAsync(task, cancellation) is { IsOver: false, Kind: { } kind } && kinds.Contains(kind.Split('.')[^1])) return task;
        }

        return null;
    }

    /// <summary>Awaits the task, and asks the world where there was none, or vCenter has forgotten it.</summary>
    /// <param name="isDone">Whether the state that the operation is for is there.</param>
    /// <exception cref="PlatformException"><see cref="PlatformError.Interrupted"/>: the state does not come.</exception>
    public async Task ConvergeAsync(
        PlatformOperation operation, TaskHandle handle, Func<Task<bool>> isDone, TimeSpan? limit, IProgress<double>? progress, CancellationToken cancellation)
    {
        if (handle.Reference is { } task)
        {
            try
            {
                if (await tasks.UntilOverAsync(task, null, progress, cancellation) is not null) return;
            }
            catch (PlatformException error) when (error.Error == PlatformError.Conflict)
            {
                // It may have got there by itself between the look and the call.
                if (await isDone()) return;
                throw;
            }

            limit = TimeSpan.Zero;
        }

        if (await tasks.UntilAsync(isDone, limit, cancellation)) return;
        throw Lost(operation);
    }

    public static PlatformException Lost(PlatformOperation operation) => new(
        PlatformError.Interrupted,
        $"{operation.Name} was begun, but vCenter no longer knows its task, and {operation.NativeId} does not show its effect. Look at it, then try again");
}
