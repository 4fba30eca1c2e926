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
    }

    private static async Task<Results<RedirectHttpResult, Problem>> SignInAsync(string? token, SignInLink link, AuditLog audit, HttpContext context)
    {
        if (token is null || !link.Use(token))
            return new Problem(StatusCodes.Status403Forbidden, "sign-in.link-invalid",
                "This sign-in link was used already or has expired. Restart the server: it prints another one while no administrator's key exists.");
        var user = Caller.Make(Scheme, "user:administrator", [Role.Admin]);
        await context.SignInAsync(Scheme, user);
        await audit.RecordAsync(user.Who(), "session.sign-in", user.Who(), cancellation: context.RequestAborted);
        return TypedResults.Redirect("/");
    }

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
