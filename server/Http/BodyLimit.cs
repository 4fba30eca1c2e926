using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace Runbooks.Server.Http;

/// <summary>Refuses bodies that are larger than the route takes. A route says so with <c>RequestSizeLimit</c>; others take 1 MB.</summary>
internal static class BodyLimit
{
    public const long Default = 1024 * 1024;

    public static void UseBodyLimit(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var limit = context.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize ?? Default;
        if (context.Request.ContentLength > limit) return Problems.TooLarge(limit).ExecuteAsync(context);
        // A body whose length is not announced is counted while it is read.
        if (context.Request.ContentLength is null && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body)
            body.MaxRequestBodySize = limit;
        return next(context);
    });
}
