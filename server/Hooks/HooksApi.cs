using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Runbooks.Server.Http;

namespace Runbooks.Server.Hooks;

/// <summary>Where monitoring tools send to. Each source has its own authentication; no key and no session counts here.</summary>
internal static class HooksApi
{
    /// <summary>Alertmanager's largest groups have some hundred KB.</summary>
    private const int LargestBody = 1024 * 1024;

    private static readonly string[] Others = [HttpMethods.Get, HttpMethods.Head, HttpMethods.Put, HttpMethods.Patch, HttpMethods.Delete];

    public static void MapHooks(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/hooks/{source}", ReceiveAsync)
            .WithTags("Alerts")
            .WithSummary("Takes alerts of a source. It is answered when they are committed.")
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody))
            .Produces<HookAnswer>(StatusCodes.Status202Accepted)
            .AllowAnonymous();

        // A browser that is pointed at a hook is told what it takes, and not to sign in.
        routes.MapMethods("/hooks/{source}", Others, RefuseMethod).ExcludeFromDescription().AllowAnonymous();
        routes.MapMethods("/hooks/triggers/{id}", Others, RefuseMethod).ExcludeFromDescription().AllowAnonymous();
    }

    private static StatusCodeHttpResult RefuseMethod(HttpResponse response)
    {
        response.Headers.Allow = HttpMethods.Post;
        return TypedResults.StatusCode(StatusCodes.Status405MethodNotAllowed);
    }

    private static async Task<IResult> ReceiveAsync(string source, HttpContext http, HookReceiver receiver, TimeProvider time, CancellationToken cancellation)
    {
        // Compressed, a small body may be a large one.
        if (http.Request.Headers.ContentEncoding is { Count: > 0 } encoding && encoding != "identity")
            return await receiver.RefuseAsync(source, new Problem(StatusCodes.Status415UnsupportedMediaType, "hook.encoded", "The body must not be compressed."));
        var request = HookRequest.Of(http, ReadOnlyMemory<byte>.Empty, time.GetUtcNow());
        return await receiver.ReceiveAsync(source, request, http.Request.ContentType, () => BoundedBody.ReadAsync(http.Request, LargestBody, cancellation), cancellation);
    }
}

/// <param name="Accepted">Alerts that said something new.</param>
/// <param name="Duplicates">Alerts that were known.</param>
/// <param name="Truncated">Alerts that the sender says it left out.</param>
/// <param name="Problems">What of the body could not be read; it is kept, and shown with the source.</param>
internal sealed record HookAnswer(int Accepted, int Duplicates, int Truncated, IReadOnlyList<string> Problems);
