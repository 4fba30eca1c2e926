namespace Runbooks.Server.Hosting;

/// <summary>Wakes one who waits for work. It is rung after a commit, and is a hint: whoever waits looks now and then by himself.</summary>
internal sealed class Bell : IDisposable
{
    private readonly SemaphoreSlim rung = new(0, 1);

    public void Ring()
    {
        try
        {
            if (rung.CurrentCount == 0) rung.Release();
        }
        catch (Exception error) when (error is SemaphoreFullException or ObjectDisposedException)
        {
            // It is rung already, or nobody listens any more.
        }
    }

    /// <summary>Until it is rung, or so long.</summary>
    public async Task WaitAsync(TimeSpan most, TimeProvider time, CancellationToken stopping)
    {
        if (most <= TimeSpan.Zero) return;
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await Task.WhenAny(Task.Delay(most, time, woken.Token), rung.WaitAsync(woken.Token));
        await woken.CancelAsync();
        stopping.ThrowIfCancellationRequested();
    }

    public void Dispose() => rung.Dispose();
}
