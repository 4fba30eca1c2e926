namespace Runbooks.Activities.Platforms.OpenStack.Operations;

/// <summary>Looks again and again until something is so: OpenStack tells nobody when it is.</summary>
internal sealed class Waiting(TimeProvider time)
{
    /// <param name="look">True where it is over.</param>
    public async Task UntilAsync(Func<Task<bool>> look, CancellationToken cancellation)
    {
        while (!await OutlastAsync(look, cancellation)) await Task.Delay(Limits.Poll, time, cancellation);
    }

    /// <summary>Whether a change has had its time to show.</summary>
    public bool IsOver(TimeSpan limit, TaskHandle handle) => time.GetUtcNow() - handle.Since > limit;

    public static PlatformException Interrupted(PlatformOperation operation, string shown) => new(
        PlatformError.Interrupted, $"{operation.Name} was begun, but {shown}. Look at the server, then try again");

    /// <summary>Tries again while the cloud throttles, as slowly as it asks for, and for a while when it cannot be reached.</summary>
    private async Task<T> OutlastAsync<T>(Func<Task<T>> attempt, CancellationToken cancellation)
    {
        var (began, pause) = (time.GetTimestamp(), Limits.Poll);
        while (true)
        {
            try
            {
                return await attempt();
            }
            catch (PlatformException error) when (error.Error == PlatformError.Busy || (IsOutage(error) && time.GetElapsedTime(began) < Limits.Reconnect))
            {
                await Task.Delay(error.RetryAfter > pause ? error.RetryAfter.Value : pause, time, cancellation);
                pause = pause * 2 < Limits.SlowPoll ? pause * 2 : Limits.SlowPoll;
            }
        }
    }

    private static bool IsOutage(PlatformException error) => error.Error is PlatformError.Unreachable or PlatformError.Timeout;
}
