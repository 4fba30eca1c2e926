using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.HttpResults;
using Runbooks.Server.Access.Keys;
using Runbooks.Server.Audit;
using Runbooks.Server.Http;

namespace Runbooks.Server.Access.Sessions;

/// <summary>Sessions of the designer that stand on an API key: each does what its key may, and lasts no longer than the key.</summary>
internal static class KeySession
{
    private const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;

    public static async Task<Results<Ok<Session>, Problem>> SignInAsync(
        KeySignIn request, ApiKeyRing keys, RefusedSignIns refused, AuditLog audit, HttpContext context)
    {
        if (await keys.FindAsync(request.Key) is not { } holder) return await RefuseAsync(refused, audit, context);
        var user = Caller.Make(Scheme, holder);
        await context.SignInAsync(Scheme, user);
        await audit.RecordAsync(holder.Who, "session.sign-in", holder.Who, cancellation: context.RequestAborted);
        return TypedResults.Ok(Session.Of(user));
    }

    /// <summary>Asked with every call: a key that was revoked or has expired takes its sessions along.</summary>
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        if (context.Principal?.FindFirstValue(Caller.KeyClaim) is not { } digest) return;
        if (await context.HttpContext.RequestServices.GetRequiredService<ApiKeyRing>().FindDigestAsync(digest) is not null) return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(Scheme);
    }

    private static async Task<Problem> RefuseAsync(RefusedSignIns refused, AuditLog audit, HttpContext context)
    {
        var from = context.Connection.RemoteIpAddress?.ToString() ?? "unknown";
        if (!refused.Count(from))
        {
            context.Response.Headers.RetryAfter = $"{(int)RefusedSignIns.Period.TotalSeconds}";
            return new Problem(StatusCodes.Status429TooManyRequests, "session.too-many", "Too many keys were refused from this address. Wait a minute, then try again.");
        }

        await audit.RecordAsync("stranger", "session.refused", $"address:{from}", cancellation: context.RequestAborted);
        return new Problem(StatusCodes.Status401Unauthorized, "session.key-unknown",
            "The key is not known: it was mistyped or revoked, or it has expired. An administrator can make another.");
    }
}

internal sealed record KeySignIn(string Key);
