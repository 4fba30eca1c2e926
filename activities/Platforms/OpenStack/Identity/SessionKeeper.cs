namespace Runbooks.Activities.Platforms.OpenStack.Identity;

/// <summary>Keeps a token that holds: replaces it before it ends, and where a service takes it no more.</summary>
internal sealed class SessionKeeper(Keystone keystone, TimeProvider time)
{
    private readonly SemaphoreSlim _gate = new(1);
    private Session? _open;
    private (PlatformException Error, long At)? _refused;

    /// <param name="spent">The session that a service took no more; another caller may have replaced it already.</param>
    public async Task<Session> OpenAsync(Session? spent, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_open is not null && _open != spent && time.GetUtcNow() < _open.RenewAt) return _open;
            _open = null;
            if (_refused is { } refused && time.GetElapsedTime(refused.At) < Limits.LoginAgain)
                throw new PlatformException(refused.Error.Error, refused.Error.Message);
            return _open = await LoginAsync(cancellation);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<Session> LoginAsync(CancellationToken cancellation)
    {
        try
        {
            var session = await keystone.LoginAsync(cancellation);
            _refused = null;
            return session;
        }
        catch (PlatformException error) when (error.Error == PlatformError.Unauthorised)
        {
            _refused = (error, time.GetTimestamp());
            throw;
        }
    }
}
