namespace Runbooks.Server.Fleet.Following;

/// <summary>What should be read again through a connection, gathered until it is taken.</summary>
internal sealed class ReadRequests(TimeProvider time, TimeSpan debounce)
{
    /// <summary>From so many changed VMs on, one read of everything is cheaper.</summary>
    private const int ManyVms = 20;

    private readonly Lock gate = new();
    private List<TaskCompletionSource> asked = [];
    private HashSet<string> vms = [];
    private bool everything;
    private DateTimeOffset? changedAt;
    private TaskCompletionSource signal = NewSource();

    /// <summary>Asks for a read that begins from now on. The task ends with it, also in its error.</summary>
    public Task AskAsync()
    {
        var source = NewSource();
        lock (gate)
        {
            asked.Add(source);
            Signal();
        }

        return source.Task;
    }

    /// <summary>Something changed on the platform.</summary>
    /// <param name="nativeId">Null where it is not known what.</param>
    public void Changed(string? nativeId)
    {
        lock (gate)
        {
            if (nativeId is null) everything = true;
            else vms.Add(nativeId);
            changedAt ??= time.GetUtcNow();
            Signal();
        }
    }

    /// <summary>Waits until something should be read, at the latest until the time given.</summary>
    public async Task WaitAsync(DateTimeOffset due, CancellationToken cancellation)
    {
        while (true)
        {
            Task signalled;
            TimeSpan rest;
            lock (gate)
            {
                signalled = signal.Task;
                rest = Earlier(due) - time.GetUtcNow();
            }

            if (rest <= TimeSpan.Zero) return;
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            await Task.WhenAny(signalled, Task.Delay(rest, time, stop.Token));
            await stop.CancelAsync();
            cancellation.ThrowIfCancellationRequested();
        }
    }

    public Wanted Take()
    {
        lock (gate)
        {
            var wanted = new Wanted(everything || asked.Count > 0 || vms.Count >= ManyVms, vms, asked);
            (asked, vms, everything, changedAt) = ([], [], false, null);
            return wanted;
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private DateTimeOffset Earlier(DateTimeOffset due)
    {
        if (asked.Count > 0) return DateTimeOffset.MinValue;
        return changedAt + debounce is { } change && change < due ? change : due;
    }

    private void Signal()
    {
        signal.TrySetResult();
        signal = NewSource();
    }

    /// <param name="Everything">Otherwise only <paramref name="Vms"/>.</param>
    /// <param name="Asked">Who waits for the read.</param>
    public sealed record Wanted(bool Everything, IReadOnlyCollection<string> Vms, IReadOnlyCollection<TaskCompletionSource> Asked);
}
