using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Runbooks.Server.Http;

namespace Runbooks.Server.Access;

/// <summary>Answers 401 and 403 with what is missing and who has it.</summary>
internal sealed class AccessProblems : IAuthorizationMiddlewareResultHandler
{
    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded) await next(context);
        else if (authorizeResult.Challenged) await ChallengeAsync(context);
        else await Forbidden(context, policy).ExecuteAsync(context);
    }

    private static async Task ChallengeAsync(HttpContext context)
    {
        var refused = (await context.AuthenticateAsync()).Failure?.Message;
        context.Response.Headers.WWWAuthenticate = "Bearer";
        await new Problem(StatusCodes.Status401Unauthorized, "access.not-signed-in",
            refused ?? "Present a key with 'Authorization: Bearer {key}', or sign in to the designer.").ExecuteAsync(context);
    }

    private static Problem Forbidden(HttpContext context, AuthorizationPolicy policy)
    {
        var roles = policy.Requirements.OfType<PermissionRequirement>().SelectMany(required => Permissions.RolesWith(required.Permission)).Distinct();
        return new Problem(StatusCodes.Status403Forbidden, "access.forbidden",
            $"{context.User.Who()} may not do this: it takes one of the roles {string.Join(", ", roles)}. An administrator can make a key with it.");
    }
}
