using Microsoft.AspNetCore.Authentication.Cookies;
using Runbooks.Server.Http;

namespace Runbooks.Server.Access.Sessions;

/// <summary>Refuses changes that a page of somebody else asks the browser for with the session's cookie. Callers with a key are
/// not concerned: no browser adds that by itself.</summary>
internal static class SameOrigin
{
    public static void UseSameOrigin(this IApplicationBuilder app) => app.Use((context, next) =>
        Safe(context.Request) || context.User.Identity?.AuthenticationType != CookieAuthenticationDefaults.AuthenticationScheme || FromHere(context.Request)
            ? next(context)
            : new Problem(StatusCodes.Status403Forbidden, "session.cross-site", "A page of another site asked for this. Nothing was done.").ExecuteAsync(context));

    private static bool Safe(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    // Browsers that do not send Sec-Fetch-Site send Origin with every change.
    private static bool FromHere(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() switch
    {
        "same-origin" or "none" => true,
        "" => Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var origin) && origin.Authority == request.Host.Value,
        _ => false,
    };
}
