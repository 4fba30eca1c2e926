using Runbooks.Activities.Platforms;

namespace Runbooks.Server.Connections;

/// <summary>One call to a platform that the caller waits for no longer than a limit. A call that goes on after it keeps its hold on the
/// platform object and its slot, until it ends.</summary>
internal static class BoundedCall
{
    /// <exception cref="PlatformException">Whatever happened, except the caller's own cancellation.</exception>
    public static async Task<T> MakeAsync<T>(
        PlatformUse use,
        Func<IPlatform, CancellationToken, Task<T>> call,
        TimeSpan limit,
        TimeProvider time,
        ILogger logger,
        CancellationToken cancellation)
    {
        using var clock = new CancellationTokenSource(limit, time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, use.Retired, cancellation);
        var token = any.Token;
        try
        {
            return await StartAsync(use, call, token).WaitAsync(token);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException) when (use.Retired.IsCancellationRequested)
        {
            throw new PlatformException(PlatformError.Interrupted, "The settings of the connection were changed during the call.");
        }
        catch (OperationCanceledException) when (clock.IsCancellationRequested)
        {
            throw new PlatformException(PlatformError.Timeout, $"No answer within {limit.TotalSeconds:0.#} s.");
        }
        catch (Exception bug) when (bug is not PlatformException)
        {
            logger.LogError(bug, "A platform's adapter raised something that is no PlatformException");
            throw new PlatformException(PlatformError.Invalid, $"Error in the platform's adapter: {bug.Message}", inner: bug);
        }
    }

    private static async Task<T> StartAsync<T>(PlatformUse use, Func<IPlatform, CancellationToken, Task<T>> call, CancellationToken token)
    {
        using (use)
        {
            await use.Counted.Calls.WaitAsync(token);
            try
            {
                // On a thread of its own: an adapter may block before it returns its task.
                return await Task.Run(() => call(use.Platform, token), CancellationToken.None);
            }
            finally
            {
                use.Counted.Calls.Release();
            }
        }
    }
}
