using Runbooks.Activities.Platforms.Libvirt.Native;
using Runbooks.Activities.Platforms.Libvirt.Reading;

namespace Runbooks.Activities.Platforms.Libvirt.Operations;

/// <summary>Waits for what happens on the platform: woken by events, and by a slow poll where events got lost.</summary>
internal sealed class Waiting(LibvirtConnection reads, TimeProvider time)
{
    public Task<Power> ReadPowerAsync(string vm, CancellationToken cancellation) => reads.CallAsync(
        connection =>
        {
            using var domain = connection.Lookup(vm);
            return Power.Of(domain.GetState(), domain.RuntimeId is not null);
        },
        Limits.Call,
        cancellation);

    /// <returns>False where the limit passed.</returns>
    public async Task<bool> UntilAsync(string vm, Predicate<Power> reached, TimeSpan? limit, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        while (!await OutlastAsync(() => LookOrWaitAsync(vm, reached, cancellation), cancellation))
        {
            if (time.GetElapsedTime(began) > limit) return false;
        }

        return true;
    }

    /// <summary>Waits until no job works on the VM, whoever began it.</summary>
    public async Task UntilNoJobAsync(string vm, CancellationToken cancellation)
    {
        while (await OutlastAsync(() => reads.CallAsync(connection => HasJob(connection, vm), Limits.Call, cancellation), cancellation))
            await Task.Delay(Limits.Poll, time, cancellation);
    }

    /// <summary>Before a state is read again that no event tells of.</summary>
    public Task PauseAsync(CancellationToken cancellation) => Task.Delay(TimeSpan.FromSeconds(1), time, cancellation);

    /// <summary>Tries again while libvirtd is away, for a while.</summary>
    public async Task<T> OutlastAsync<T>(Func<Task<T>> attempt, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await attempt();
            }
            catch (PlatformException error) when (error.Error == PlatformError.Unreachable && time.GetElapsedTime(began) < Limits.Reconnect)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), time, cancellation);
            }
        }
    }

    /// <summary>Listens first and looks then, so that nothing happens in between.</summary>
    private async Task<bool> LookOrWaitAsync(string vm, Predicate<Power> reached, CancellationToken cancellation)
    {
        var events = await reads.EventsAsync(cancellation);
        var listener = events.Listen();
        try
        {
            if (reached(await ReadPowerAsync(vm, cancellation))) return true;
            using var poll = new CancellationTokenSource(Limits.Poll, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, poll.Token);
            await foreach (var change in listener.Reader.ReadAllAsync(either.Token))
            {
                if (change.NativeId == vm) return false;
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
        }
        finally
        {
            events.Leave(listener);
        }

        return false;
    }

    /// <summary>A job that cannot be looked into makes the question wait for its end; after 30 s libvirtd answers that it is
    /// busy.</summary>
    private static bool HasJob(ConnectHandle connection, string vm)
    {
        using var domain = connection.Lookup(vm);
        try
        {
            return domain.GetJob().Runs;
        }
        catch (PlatformException error) when (error.Error == PlatformError.Busy)
        {
            return true;
        }
        catch (PlatformException error) when (error.Error is PlatformError.Unsupported or PlatformError.Conflict)
        {
            // The test driver has no jobs, and a VM that is off none that can be asked for.
            return false;
        }
    }
}
