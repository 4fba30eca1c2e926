using Runbooks.Activities.Platforms.OpenStack.Identity;

namespace Runbooks.Activities.Platforms.OpenStack.Http;

/// <summary>One service of the cloud, found in the catalogue, and called with a token that holds.</summary>
/// <param name="name">To be read: <c>Nova</c>.</param>
/// <param name="root">What its address ends in where the catalogue leaves that out or adds a project: <c>/v2.1</c>.</param>
/// <param name="types">Under which the catalogue may have it.</param>
internal sealed class ServiceClient(HttpTransport transport, SessionKeeper sessions, string name, string root, params string[] types)
{
    public Task<Session> SessionAsync(CancellationToken cancellation) => sessions.OpenAsync(null, cancellation);

    public async Task<bool> IsThereAsync(CancellationToken cancellation) => (await SessionAsync(cancellation)).Find(types) is not null;

    /// <summary>Sends once more where the token is taken no more: what was answered so was not done.</summary>
    /// <param name="path">From the root: <c>/servers/detail?limit=500</c>.</param>
    public async Task<Answer> SendAsync(
        HttpMethod method, string path, object? body, CancellationToken cancellation, params IEnumerable<KeyValuePair<string, string>> headers)
    {
        var session = await sessions.OpenAsync(null, cancellation);
        try
        {
            return await SendAsync(session, method, path, body, headers, cancellation);
        }
        catch (PlatformException error) when (error.Error == PlatformError.Unauthorised)
        {
            session = await sessions.OpenAsync(session, cancellation);
        }

        return await SendAsync(session, method, path, body, headers, cancellation);
    }

    private async Task<Answer> SendAsync(
        Session session, HttpMethod method, string path, object? body, IEnumerable<KeyValuePair<string, string>> headers, CancellationToken cancellation)
    {
        var endpoint = session.Find(types)
            ?? throw new PlatformException(PlatformError.Unsupported, $"the cloud has no {name} in the region {session.Region}, or shows it to nobody at this interface");
        return await transport.SendAsync(
            method, new Uri(RootOf(endpoint) + path), body, [new("X-Auth-Token", session.Token), .. headers], cancellation);
    }

    /// <summary>Catalogues have <c>…/v2.1</c>, <c>…/v2.1/{project}</c>, or nothing of it.</summary>
    private string RootOf(Uri endpoint)
    {
        var address = endpoint.GetLeftPart(UriPartial.Path).TrimEnd('/');
        var at = (address + "/").IndexOf(root + "/", StringComparison.Ordinal);
        return at < 0 ? address + root : address[..(at + root.Length)];
    }
}
