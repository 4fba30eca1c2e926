using System.Net;

namespace Runbooks.Server.Hooks;

/// <summary>What arrived at a hook, as far as it says who sent it.</summary>
/// <param name="Headers">By name, whatever its case.</param>
/// <param name="Peer">Who is at the other end of the connection.</param>
internal sealed record HookRequest(IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body, IPAddress? Peer, DateTimeOffset At)
{
    public static HookRequest Of(HttpContext http, ReadOnlyMemory<byte> body, DateTimeOffset at) => new(
        http.Request.Headers.ToDictionary(header => header.Key, header => string.Join(',', header.Value.AsEnumerable()), StringComparer.OrdinalIgnoreCase),
        body, http.Connection.RemoteIpAddress, at);

    public string? Header(string name) => Headers.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
}
