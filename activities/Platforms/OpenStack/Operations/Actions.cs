using Runbooks.Activities.Platforms.OpenStack.Compute;
using Runbooks.Activities.Platforms.OpenStack.Http;
using Runbooks.Activities.Platforms.OpenStack.Reading;

namespace Runbooks.Activities.Platforms.OpenStack.Operations;

/// <summary>What operations on servers share: refusing before Nova does, asking once, and finding out why it was given up.</summary>
internal sealed class Actions(Nova nova, Waiting waiting, TimeProvider time)
{
    public Nova Nova => nova;

    public Waiting Waiting => waiting;

    /// <summary>As it is now.</summary>
    /// <exception cref="PlatformException"><see cref="PlatformError.NotFound"/>, also where it is only kept to be restored.</exception>
    public async Task<Server> GetAsync(string id, CancellationToken cancellation)
    {
        var server = await nova.GetAsync(id, cancellation);
        return Lifecycle.IsGone(server) ? throw new PlatformException(PlatformError.NotFound, $"the server {id} is {server.Status}") : server;
    }

    /// <summary>Asks for an action. Where Nova says that the server is in the wrong state for it, it may have got there by itself
    /// between the look and the call, or may be held by something else.</summary>
    /// <returns>The handle.</returns>
    public async Task<string> AskAsync(
        PlatformOperation operation, string action, object? arguments, Func<Server, bool> isUnderWay, CancellationToken cancellation, string? mark = null)
    {
        try
        {
            var answer = await nova.ActAsync(operation.NativeId, action, arguments, cancellation);
            return Handle(operation, answer, mark);
        }
        catch (PlatformException error) when (error.Error == PlatformError.Conflict)
        {
            var server = await GetAsync(operation.NativeId, cancellation);
            if (isUnderWay(server)) return Handle(operation);
            if (server.TaskState is null) throw;
            throw new PlatformException(PlatformError.Busy, error.Message, inner: error);
        }
    }

    public string Handle(PlatformOperation operation, Answer? answer = null, string? mark = null) =>
        TaskHandle.Of(operation, operation.NativeId, time.GetUtcNow(), answer?.RequestId, mark);

    /// <summary>Refuses what would wait behind something else, or for a host that does not answer.</summary>
    public static void RefuseHeld(PlatformOperation operation, Server server)
    {
        if (server.TaskState is not null)
            throw new PlatformException(PlatformError.Busy, $"{operation.Name} cannot be asked of a server that is {Lifecycle.Words(server)}; try again when that is over");
        if (Lifecycle.IsHostLost(server))
            throw new PlatformException(PlatformError.Unreachable, $"{operation.Name} cannot be asked: the server's host {server.Host} is {server.HostStatus}");
    }

    /// <summary>Raises what Nova has recorded as the action's failure, and what it has given up without a trace.</summary>
    public async Task ThrowIfGivenUpAsync(PlatformOperation operation, TaskHandle handle, Server server, CancellationToken cancellation)
    {
        if (await FailureAsync(handle, cancellation) is { } said)
            throw new PlatformException(ApiError.IsCapacity(said) ? PlatformError.Capacity : PlatformError.Interrupted, $"{operation.Name} failed: {said}");
        if (server.Status == "ERROR" && server.Fault is { } fault)
            throw new PlatformException(ApiError.IsCapacity(fault.Message) ? PlatformError.Capacity : PlatformError.Interrupted, $"{operation.Name} failed: {fault.Message}");
        if (server.TaskState is null && waiting.IsOver(Limits.Settle, handle)) throw Waiting.Interrupted(operation, $"the server is {Lifecycle.Words(server)}");
    }

    /// <summary>Null where the action has not failed, or there is no record of it.</summary>
    private async Task<string?> FailureAsync(TaskHandle handle, CancellationToken cancellation)
    {
        if (handle.Request.Length == 0 || await nova.ActionAsync(handle.Target, handle.Request, cancellation) is not { Message: "Error" } action) return null;
        // An event that tried elsewhere has failed, too; the last one tells. Before 2.84 only an administrator is told, by a traceback.
        var failed = action.Events.Where(each => each.Result == "Error").ToList();
        var said = failed.Select(each => each.Details ?? LastLine(each.Traceback)).LastOrDefault(each => !string.IsNullOrEmpty(each));
        return said ?? $"Nova has recorded that {action.Action} ended in an error, and not why";
    }

    private static string? LastLine(string? traceback) => traceback?.Trim().Split('\n')[^1].Trim();
}
