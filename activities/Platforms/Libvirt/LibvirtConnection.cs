using Runbooks.Activities.Platforms.Libvirt.Native;

namespace Runbooks.Activities.Platforms.Libvirt;

/// <summary>A connection to one libvirtd that opens itself when it is needed, and again after it was lost. Calls block in C, so
/// each has a thread; a call that does not return keeps its thread, and callers are told in time.</summary>
internal sealed class LibvirtConnection(string uri, TimeProvider time) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _slots = new(Limits.CallsAtATime);
    private Opening? _opening;
    private Task _closing = Task.CompletedTask;
    private bool _disposed;

    /// <summary>Makes a call on a thread of its own.</summary>
    /// <param name="limit">After which the caller hears <see cref="PlatformError.Timeout"/>; null waits for the end.</param>
    public async Task<T> CallAsync<T>(Func<ConnectHandle, T> call, TimeSpan? limit, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var open = await OpenAsync(cancellation);
        if (!await _slots.WaitAsync(limit ?? Timeout.InfiniteTimeSpan, cancellation))
            throw Error(PlatformError.Busy, $"is still at work on {Limits.CallsAtATime} earlier calls; nothing new was sent to it");
        var answer = OnThread(() => call(open.Connection), _slots);
        return await InTimeAsync(answer, limit, () => Error(
            PlatformError.Timeout,
            $"has not answered for {limit?.TotalSeconds:0} s; whether it did what it was asked is not known"), cancellation);
    }

    public async Task<DomainEvents> EventsAsync(CancellationToken cancellation) => (await OpenAsync(cancellation)).Events;

    public async ValueTask DisposeAsync()
    {
        Opening? last;
        lock (_gate)
        {
            _disposed = true;
            (last, _opening) = (_opening, null);
        }

        // A libvirtd that hangs must not hold up the one who leaves it: its thread ends with it.
        var closing = Task.WhenAll(_closing, last is null ? Task.CompletedTask : CloseAsync(last));
        await Task.WhenAny(closing, Task.Delay(TimeSpan.FromSeconds(2), time));
    }

    private async Task<OpenConnection> OpenAsync(CancellationToken cancellation)
    {
        Opening opening;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_opening is { IsLost: true } lost)
            {
                _closing = Task.WhenAll(_closing, CloseAsync(lost));
                _opening = null;
            }

            opening = _opening ??= new Opening(OnThread(() => OpenConnection.To(uri), null), time.GetTimestamp());
        }

        // An attempt that hangs is shared by all callers; those who come later do not wait for it all over again.
        var left = Limits.Open - time.GetElapsedTime(opening.Since);
        if (left < Limits.OpenAgain) left = Limits.OpenAgain;
        return await InTimeAsync(opening.Task, left, () => Error(
            PlatformError.Unreachable,
            $"takes over {Limits.Open.TotalSeconds:0} s to connect to; look whether it hangs, and restart it"), cancellation);
    }

    private PlatformException Error(PlatformError error, string what) => new(error, $"libvirtd at {uri} {what}");

    private async Task<T> InTimeAsync<T>(Task<T> answer, TimeSpan? limit, Func<PlatformException> late, CancellationToken cancellation)
    {
        try
        {
            return await answer.WaitAsync(limit ?? Timeout.InfiniteTimeSpan, time, cancellation);
        }
        catch (TimeoutException)
        {
            throw late();
        }
        catch (DllNotFoundException error)
        {
            throw NotInstalled(error);
        }
    }

    internal static PlatformException NotInstalled(DllNotFoundException error) => new(
        PlatformError.Unreachable,
        "libvirt.so.0 is not on the machine that Runbooks runs on. Install libvirt's client library (Debian, Ubuntu: apt-get install libvirt0; "
        + "Fedora, RHEL: dnf install libvirt-libs) and try again",
        inner: error);

    private static Task<T> OnThread<T>(Func<T> work, SemaphoreSlim? slot) => Task.Factory.StartNew(
        () =>
        {
            try
            {
                return work();
            }
            finally
            {
                slot?.Release();
            }
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
        TaskScheduler.Default);

    /// <summary>Closing asks libvirtd, too, so it has a thread.</summary>
    private static async Task CloseAsync(Opening opening)
    {
        try
        {
            var open = await opening.Task;
            await OnThread(() => open.Close(), null);
        }
        catch (Exception error) when (error is PlatformException or DllNotFoundException)
        {
            // It was never open.
        }
    }

    private sealed record Opening(Task<OpenConnection> Task, long Since)
    {
        public bool IsLost => Task.IsFaulted || (Task.IsCompletedSuccessfully && Task.Result.Events.Lost is not null);
    }
}

/// <summary>A connection as long as it lasts.</summary>
internal sealed record OpenConnection(ConnectHandle Connection, DomainEvents Events)
{
    public static OpenConnection To(string uri)
    {
        EventLoop.Start();
        var connection = ConnectHandle.Open(uri);
        // The test driver has no keepalive, and cannot die alone.
        _ = Virt.ConnectSetKeepAlive(connection, Limits.KeepAliveSeconds, Limits.KeepAliveCount);
        var events = new DomainEvents();
        events.Register(connection);
        return new OpenConnection(connection, events);
    }

    /// <summary>Listeners hear that it is over; calls in flight end first.</summary>
    public bool Close()
    {
        Events.Lose(new PlatformException(PlatformError.Unreachable, "the connection was closed"));
        Events.Deregister(Connection);
        Connection.Dispose();
        return true;
    }
}
