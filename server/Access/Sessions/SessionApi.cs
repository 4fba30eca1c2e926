using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.HttpResults;
using Runbooks.Server.Audit;
using Runbooks.Server.Http;

namespace Runbooks.Server.Access.Sessions;

internal static class SessionApi
{
    private const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;

    public static void MapSignIn(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/sign-in", SignInAsync).AllowAnonymous().ExcludeFromDescription();

    public static void MapSession(this IEndpointRouteBuilder api)
    {
        var session = api.MapGroup("/session").WithTags("Access").Requires(Permission.Look);
        session.MapGet("", (ClaimsPrincipal user) => TypedResults.Ok(Session.Of(user))).WithSummary("Who calls, and what they may do.");
        session.MapDelete("", (Delegate)SignOutAsync).WithSummary("Ends the session of the designer.");
        api.MapPost("/session", KeySession.SignInAsync).WithTags("Access").AllowAnonymous()
            .WithSummary("Signs in to the designer with an API key: the session may do what the key may, and ends with it.");
    }

    private static async Task<Results<RedirectHttpResult, Problem>> SignInAsync(string? token, SignInLink link, AuditLog audit, HttpContext context)
    {
        var isGood = token is not null && link.Use(token);
        if (!isGood && IsBrowser(context.Request)) return TypedResults.Redirect("/signed-out?link=invalid");
        if (!isGood)
            return new Problem(StatusCodes.Status403Forbidden, "sign-in.link-invalid",
                "This sign-in link was used already or has expired. Restart the server: it prints another one while no administrator's key exists.");
        var user = Caller.Make(Scheme, "user:administrator", [Role.Admin]);
        await context.SignInAsync(Scheme, user);
        await audit.RecordAsync(user.Who(), "session.sign-in", user.Who(), cancellation: context.RequestAborted);
        return TypedResults.Redirect("/");
    }

    // People see the sign-in page, which says the same and has the other way in; programs the problem.
    private static bool IsBrowser(HttpRequest request) => request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType == "text/html");

    private static async Task<NoContent> SignOutAsync(HttpContext context)
    {
        await context.SignOutAsync(Scheme);
        return TypedResults.NoContent();
    }
}

internal sealed record Session(string Name, IReadOnlyList<Role> Roles, IReadOnlyList<Permission> Permissions)
{
    public static Session Of(ClaimsPrincipal user)
    {
        var roles = user.Roles().ToList();
        return new(user.Who(), roles, [.. Enum.GetValues<Permission>().Where(permission => roles.Exists(role => role.Allows(permission)))]);
    }
}
