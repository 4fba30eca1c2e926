using Runbooks.Activities.Platforms.VSphere.Protocol;

namespace Runbooks.Activities.Platforms.VSphere.Session;

/// <summary>Logs in when that is needed, and again when vCenter has forgotten the session: after 30 minutes of silence, after a
/// restart, or because an administrator ended it.</summary>
internal sealed class SessionKeeper(SoapTransport transport, string user, string password, TimeProvider time) : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private OpenSession? _open;
    private (PlatformException Error, long At)? _failure;
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
        var began = time.GetTimestamp();
        await _gate.WaitAsync(cancellation);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_open is not null && _open != forgotten) return _open;
            _open = null;
            if (_failure is { } failure && Holds(failure, began)) throw new PlatformException(failure.Error.Error, failure.Error.Message, failure.Error.RetryAfter);
            return _open = await LoginAsync(cancellation);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Those who waited for an attempt share its failure, and do not wait all over again; a refused login is not repeated
    /// for a while.</summary>
    private bool Holds((PlatformException Error, long At) failure, long began) =>
        failure.At >= began || (failure.Error.Error == PlatformError.Unauthorised && time.GetElapsedTime(failure.At) < Limits.LoginAgain);

    private async Task<OpenSession> LoginAsync(CancellationToken cancellation)
    {
        try
        {
            return await TryLoginAsync(cancellation);
        }
        catch (VimFaultException error)
        {
            var refused = error.Fault.ToException(error);
            _failure = (refused, time.GetTimestamp());
            throw refused;
        }
        catch (PlatformException error)
        {
            _failure = (error, time.GetTimestamp());
            throw;
        }
    }

    private async Task<OpenSession> TryLoginAsync(CancellationToken cancellation)
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
        return new OpenSession(transport, content, login.Cookie ?? found.Cookie ?? throw Vim.Unexpected("no session to a login"));
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
