using Runbooks.Activities.Platforms.VSphere.Protocol;

namespace Runbooks.Activities.Platforms.VSphere.Session;

/// <summary>Logs in when that is needed, and again when vCenter has forgotten the session: after 30 minutes of silence, after a
/// restart, or because an administrator ended it.</summary>
internal sealed class SessionKeeper(SoapTransport transport, string user, string password, TimeProvider time) : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private OpenSession? _open;
    private PlatformException? _refused;
    private long _refusedAt;
    private bool _disposed;

    /// <summary>Does work in a session; all of it once more where vCenter no longer knows the session. So work holds one changing
    /// call at most, and that one last: a call that vCenter answers with "not authenticated" has changed nothing.</summary>
    /// <exception cref="PlatformException">vCenter refused, failed, or is not there.</exception>
    public async Task<T> UseAsync<T>(Func<OpenSession, Task<T>> work, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var session = await OpenAsync(null, cancellation);
        try
        {
            return await work(session);
        }
        catch (VimFaultException error) when (IsForgotten(error.Fault))
        {
            session = await OpenAsync(session, cancellation);
        }
        catch (VimFaultException error)
        {
            throw error.Fault.ToException(error);
        }

        try
        {
            return await work(session);
        }
        catch (VimFaultException error)
        {
            throw error.Fault.ToException(error);
        }
    }

    public async ValueTask DisposeAsync()
    {
        OpenSession? last;
        await _gate.WaitAsync();
        try
        {
            _disposed = true;
            (last, _open) = (_open, null);
        }
        finally
        {
            _gate.Release();
        }

        if (last is not null) await LogoutAsync(last);
        transport.Dispose();
    }

    private static bool IsForgotten(VimFault fault) => fault.Type == "NotAuthenticated";

    /// <param name="forgotten">The session that no longer holds; another caller may have replaced it already.</param>
    private async Task<OpenSession> OpenAsync(OpenSession? forgotten, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_open is null || _open == forgotten) _open = await LoginAsync(cancellation);
            return _open;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<OpenSession> LoginAsync(CancellationToken cancellation)
    {
        _open = null;
        if (_refused is not null && time.GetElapsedTime(_refusedAt) < Limits.LoginAgain) throw new PlatformException(_refused.Error, _refused.Message);
        try
        {
            var found = await transport.SendAsync(
                "RetrieveServiceContent", ServiceContent.Service, [], ServiceContent.OldestVersion, null, Limits.Call, cancellation);
            var content = ServiceContent.Parse(found.Response);
            var login = await transport.SendAsync(
                "Login",
                content.SessionManager,
                // In the language that texts are expected in: they are shown as they are.
                [Vim.Element("userName", user), Vim.Element("password", password), Vim.Element("locale", "en_US")],
                content.Version,
                found.Cookie,
                Limits.Call,
                cancellation);
            _refused = null;
            return new OpenSession(transport, content, login.Cookie ?? found.Cookie ?? throw Vim.Unexpected("no session to a login"));
        }
        catch (VimFaultException error)
        {
            var refused = error.Fault.ToException(error);
            if (refused.Error == PlatformError.Unauthorised) (_refused, _refusedAt) = (refused, time.GetTimestamp());
            throw refused;
        }
    }

    /// <summary>vCenter takes 2,000 sessions, and remembers each for half an hour.</summary>
    private static async Task LogoutAsync(OpenSession session)
    {
        try
        {
            await session.CallAsync("Logout", session.Content.SessionManager, Limits.Logout, CancellationToken.None);
        }
        catch (Exception error) when (error is PlatformException or VimFaultException)
        {
            // It is forgotten by itself.
        }
    }
}
