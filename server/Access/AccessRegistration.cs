using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Runbooks.Server.Access.Keys;
using Runbooks.Server.Access.Sessions;
using Runbooks.Server.Hosting;

namespace Runbooks.Server.Access;

internal static class AccessRegistration
{
    private const string KeyOrSession = "KeyOrSession";

    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddSliceOptions<AccessOptions>("Access");
        services.AddSingleton<ApiKeyRing>().AddSingleton<RefusedSignIns>().AddSingleton<SignInLink>().AddHostedService<SignInLinkPrinter>();
        services.AddAuthentication(KeyOrSession)
            .AddPolicyScheme(KeyOrSession, null, scheme => scheme.ForwardDefaultSelector = context =>
                context.Request.Headers.Authorization.Count > 0 ? ApiKeyAuthentication.SchemeName : CookieAuthenticationDefaults.AuthenticationScheme)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, null)
            .AddCookie();
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<IOptions<AccessOptions>>((cookie, access) => Configure(cookie, access.Value));
        services.AddSingleton<IAuthorizationHandler, PermissionHandler>().AddSingleton<IAuthorizationMiddlewareResultHandler, AccessProblems>();
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(ClosedUnlessOutsideTheApi).Build());
        return services;
    }

    public static void UseAccess(this IApplicationBuilder app)
    {
        app.UseAuthentication();
        app.UseSameOrigin();
        app.UseAuthorization();
        app.Use(KeyEnd.InvokeAsync);
    }

    /// <summary>Open to programs on this machine; from elsewhere any valid key is needed.</summary>
    public static void RequireKeyFromElsewhere(this IEndpointConventionBuilder builder) => builder.RequireAuthorization(policy =>
        policy.RequireAssertion(context => Known(context) || context.Resource is HttpContext http && IsLocal(http)));

    // Routes that say nothing are closed to strangers. What is no route at all is answered by 404, below /api only to those who are known.
    private static bool ClosedUnlessOutsideTheApi(AuthorizationHandlerContext context) =>
        Known(context) || context.Resource is HttpContext http && http.GetEndpoint() is null && !http.Request.Path.StartsWithSegments("/api");

    private static bool Known(AuthorizationHandlerContext context) => context.User.Identity?.IsAuthenticated == true;

    // Behind a proxy on this machine everybody's address is this machine's.
    private static bool IsLocal(HttpContext http) =>
        (http.Connection.RemoteIpAddress is null || IPAddress.IsLoopback(http.Connection.RemoteIpAddress))
        && !http.Request.Headers.ContainsKey("X-Forwarded-For") && !http.Request.Headers.ContainsKey("Forwarded");

    private static void Configure(CookieAuthenticationOptions cookie, AccessOptions access)
    {
        cookie.Cookie.Name = "runbooks";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Strict;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.ExpireTimeSpan = access.SessionLifetime;
        cookie.SlidingExpiration = true;
        cookie.Events.OnValidatePrincipal = KeySession.ValidateAsync;
    }
}
