using Runbooks.Activities.Platforms.Libvirt.Native;

namespace Runbooks.Activities.Platforms.Libvirt.Operations;

/// <summary>Calls that last until the operation is over: minutes for the memory of a large VM. They go on when nobody waits for them;
/// libvirtd carries them to their end when this process dies.</summary>
internal sealed class LongCalls(LibvirtConnection connection, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (string Key, Task Task)> _calls = [];

    /// <summary>Begins the call, and gives it a head start. An error within that time is raised here, a later one by what
    /// <see cref="Find"/> gives.</summary>
    /// <returns>Whether it is over.</returns>
    public async Task<bool> BeginAsync(string handle, string key, Action<ConnectHandle> call, CancellationToken cancellation)
    {
        try
        {
            await GetOrStart(handle, key, call).WaitAsync(Limits.HeadStart, time, cancellation);
        }
        catch (TimeoutException)
        {
            return false;
        }
        catch (PlatformException)
        {
            Forget(handle);
            throw;
        }

        Forget(handle);
        return true;
    }

    /// <summary>The call with this handle, if this process made it and nobody has heard of its end.</summary>
    public Task? Find(string handle)
    {
        lock (_gate) return _calls.TryGetValue(handle, out var call) ? call.Task : null;
    }

    public void Forget(string handle)
    {
        lock (_gate) _calls.Remove(handle);
    }

    private Task GetOrStart(string handle, string key, Action<ConnectHandle> call)
    {
        lock (_gate)
        {
            foreach (var ended in _calls.Where(each => each.Value.Task.IsCompletedSuccessfully).Select(each => each.Key).ToList())
                _calls.Remove(ended);
            if (!_calls.TryGetValue(handle, out var running) || running.Task.IsCompleted)
                running = _calls[handle] = (key, connection.CallAsync(open => Do(call, open), null, CancellationToken.None));
            else if (running.Key != key)
                throw new PlatformException(PlatformError.Busy, $"{handle} is being carried out for another caller already");
            return running.Task;
        }
    }

    private static bool Do(Action<ConnectHandle> call, ConnectHandle open)
    {
        call(open);
        return true;
    }
}
