using System.Security.Claims;
using Runbooks.Server.Access.Keys;

namespace Runbooks.Server.Access;

/// <summary>Who calls, as the claims of the request say it.</summary>
public static class Caller
{
    private const string NameClaim = "name";
    private const string RoleClaim = "role";

    /// <summary>Stands for the API key that the caller stands on: <see cref="Keys.ApiKeyHolder.Digest"/>.</summary>
    internal const string KeyClaim = "key";

    /// <summary>The caller's name for the audit and for runs: <c>key:ci</c>, <c>user:administrator</c>.</summary>
    public static string Who(this ClaimsPrincipal user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return user.FindFirstValue(NameClaim) ?? throw new InvalidOperationException("Nobody is signed in here.");
    }

    public static IEnumerable<Role> Roles(this ClaimsPrincipal user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return user.FindAll(RoleClaim).Select(claim => Enum.Parse<Role>(claim.Value));
    }

    internal static ClaimsPrincipal Make(string scheme, string who, IEnumerable<Role> roles) => new(new ClaimsIdentity(
        [new Claim(NameClaim, who), .. roles.Select(role => new Claim(RoleClaim, role.ToString()))], scheme, NameClaim, RoleClaim));

    internal static ClaimsPrincipal Make(string scheme, ApiKeyHolder holder)
    {
        var user = Make(scheme, holder.Who, holder.Roles);
        user.Identities.First().AddClaim(new Claim(KeyClaim, holder.Digest));
        return user;
    }
}
