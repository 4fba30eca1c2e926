namespace Runbooks.Server.Hosting;

internal static class ServerStart
{
    /// <summary>Ends when the server listens: for work that its start need not wait for.</summary>
    public static async Task UntilStartedAsync(this IHostApplicationLifetime server, CancellationToken cancellation)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var told = server.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellation);
    }
}
