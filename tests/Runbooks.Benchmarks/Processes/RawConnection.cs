using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Runbooks.Benchmarks.Engine;

namespace Runbooks.Benchmarks.Processes;

/// <summary>A connection that is kept, and as little of an HTTP client as will do: it shares the processors with what it measures.</summary>
internal sealed class RawConnection : IDisposable
{
    private static readonly byte[] LastChunk = "0\r\n\r\n"u8.ToArray();

    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] buffer = new byte[64 * 1024];

    public RawConnection(int port) => socket.Connect(IPAddress.Loopback, port);

    public static byte[] Request(string method, string path) => Encoding.ASCII.GetBytes(
        $"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {FiveSteps.Key}\r\nContent-Type: application/json\r\nContent-Length: {(method == "POST" ? "2\r\n\r\n{}" : "0\r\n\r\n")}");

    /// <returns>The status.</returns>
    public async Task<int> SendAsync(byte[] request)
    {
        await socket.SendAsync(request);
        var length = 0;
        while (!IsWhole(buffer.AsSpan(0, length)))
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length));
            if (read == 0) throw new IOException("The connection was closed before the answer was whole.");
            length += read;
        }

        return int.Parse(buffer.AsSpan("HTTP/1.1 ".Length, 3), CultureInfo.InvariantCulture);
    }

    public void Dispose() => socket.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0) return false;
        var at = answer[..head].IndexOf("Content-Length: "u8);
        if (at < 0) return answer.EndsWith(LastChunk);
        var number = answer[(at + "Content-Length: ".Length)..];
        return answer.Length >= head + 4 + int.Parse(number[..number.IndexOf((byte)'\r')], CultureInfo.InvariantCulture);
    }
}
