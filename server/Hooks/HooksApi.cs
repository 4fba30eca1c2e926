using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Primitives;
using Runbooks.Server.Http;

namespace Runbooks.Server.Hooks;

/// <summary>Where monitoring tools send to. Each source has its own authentication; no key and no session counts here.</summary>
internal static class HooksApi
{
    /// <summary>Alertmanager's largest groups have some hundred KB.</summary>
    private const int LargestBody = 1024 * 1024;

    public static void MapHooks(this IEndpointRouteBuilder routes) => routes
        .MapPost("/hooks/{source}", ReceiveAsync)
        .WithTags("Alerts")
        .WithSummary("Takes alerts of a source. It is answered when they are committed.")
        .WithMetadata(new RequestSizeLimitAttribute(LargestBody))
        .Produces<HookAnswer>(StatusCodes.Status202Accepted)
        .AllowAnonymous();

    private static async Task<IResult> ReceiveAsync(string source, HttpContext http, HookReceiver receiver, TimeProvider time, CancellationToken cancellation)
    {
        // Compressed, a small body may be a large one.
        if (http.Request.Headers.ContentEncoding is { Count: > 0 } encoding && encoding != "identity")
            return await receiver.RefuseAsync(source, new Problem(StatusCodes.Status415UnsupportedMediaType, "hook.encoded", "The body must not be compressed."));
        var headers = http.Request.Headers.ToDictionary(header => header.Key, header => Joined(header.Value), StringComparer.OrdinalIgnoreCase);
        var request = new HookRequest(headers, ReadOnlyMemory<byte>.Empty, http.Connection.RemoteIpAddress, time.GetUtcNow());
        return await receiver.ReceiveAsync(source, request, http.Request.ContentType, () => ReadAsync(http.Request, cancellation), cancellation);
    }

    private static string Joined(StringValues values) => string.Join(',', values.AsEnumerable());

    /// <exception cref="RequestException">It is larger than this call takes.</exception>
    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        using var buffer = new MemoryStream((int)Math.Min(request.ContentLength ?? 4096, LargestBody));
        var part = new byte[16 * 1024];
        while (await request.Body.ReadAsync(part, cancellation) is > 0 and var read)
        {
            if (buffer.Length + read > LargestBody) throw new RequestException(Problems.TooLarge(LargestBody));
            buffer.Write(part, 0, read);
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }
}

/// <param name="Accepted">Alerts that said something new.</param>
/// <param name="Duplicates">Alerts that were known.</param>
/// <param name="Truncated">Alerts that the sender says it left out.</param>
/// <param name="Problems">What of the body could not be read; it is kept, and shown with the source.</param>
internal sealed record HookAnswer(int Accepted, int Duplicates, int Truncated, IReadOnlyList<string> Problems);
