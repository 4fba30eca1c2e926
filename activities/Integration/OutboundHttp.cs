using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Runbooks.Activities.Integration;

/// <summary>Makes the HTTP clients of workflows (<see cref="ActivityContext.Http"/>). The guard looks at the address that is connected to, at the
/// moment of connecting, so that neither a name that changes its address nor a redirect gets past it.</summary>
public sealed class OutboundHttp : IDisposable
{
    private readonly OutboundGuard guard;
    private readonly SocketsHttpHandler handler;

    public OutboundHttp(IOptions<OutboundOptions> options)
    {
        guard = new OutboundGuard(options.Value);
        handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false, // HttpCall follows, and takes care that headers do not leak.
            UseCookies = false,
            UseProxy = false, // A proxy would resolve the name itself, out of the guard's sight.
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectCallback = ConnectAsync,
        };
    }

    /// <summary>A client without a time limit of its own; the calls bring theirs.</summary>
    public HttpClient CreateClient() => new(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

    public void Dispose() => handler.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = await Dns.GetHostAddressesAsync(host, cancellation);
        var open = addresses.Where(guard.Allows).ToArray();
        if (open.Length == 0 && addresses.Length > 0) throw Forbidden(host, addresses[0]);

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(open, port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static ActivityFailure Forbidden(string host, IPAddress address) => new(
        "http.forbidden-address",
        $"{host} leads to {address}, which workflows must not reach; nothing was sent there. "
        + "Next: use another address, or have an administrator add it to Outbound:Allow.");
}
