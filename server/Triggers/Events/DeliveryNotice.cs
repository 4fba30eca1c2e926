namespace Runbooks.Server.Triggers.Events;

/// <summary>Tells the delivery of events that there is something to look at: without it, it sleeps. A hint: losing one costs time only.</summary>
internal sealed class DeliveryNotice(TimeProvider time)
{
    private TaskCompletionSource told = Make();

    public void Tell() => Volatile.Read(ref told).TrySetResult();

    /// <summary>Ends when something was told since the last wait, when the time is over, or when it is cancelled. What is told afterwards is
    /// for the next.</summary>
    public async Task WaitAsync(TimeSpan most, CancellationToken cancellation)
    {
        await Volatile.Read(ref told).Task.WaitAsync(most, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Volatile.Write(ref told, Make());
    }

    private static TaskCompletionSource Make() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
