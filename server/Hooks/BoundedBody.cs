using Runbooks.Server.Http;

namespace Runbooks.Server.Hooks;

/// <summary>The body of a request by a stranger: never more of it is kept than the call takes, whatever its headers say.</summary>
internal static class BoundedBody
{
    /// <exception cref="RequestException">It is larger.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, int largest, CancellationToken cancellation)
    {
        using var buffer = new MemoryStream((int)Math.Min(request.ContentLength ?? 4096, largest));
        var part = new byte[16 * 1024];
        while (await request.Body.ReadAsync(part, cancellation) is > 0 and var read)
        {
            if (buffer.Length + read > largest) throw new RequestException(Problems.TooLarge(largest));
            buffer.Write(part, 0, read);
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }
}
