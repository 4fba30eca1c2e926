using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Runbooks.Server.Data;

namespace Runbooks.Server.Access.Sessions;

/// <summary>The way in while nobody has an administrator's key: a link on the console, good for one sign-in within its time. It lives
/// in this process only; a restart prints another.</summary>
internal sealed class SignInLink(IDbContextFactory<RunbooksDbContext> contexts, IOptions<AccessOptions> options, TimeProvider time)
{
    private readonly Lock gate = new();
    private byte[]? hash;
    private DateTimeOffset expires;

    /// <summary>Makes the link's token; null where it is not needed.</summary>
    public async Task<string?> OfferAsync(CancellationToken cancellation = default)
    {
        if (options.Value.BootstrapKey is not null || await AnyAdministratorAsync(cancellation)) return null;
        var token = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        lock (gate) (hash, expires) = (Hash(token), time.GetUtcNow() + options.Value.SignInLinkLifetime);
        return token;
    }

    /// <summary>Uses the link up; false where it is not the link, was used, or has expired.</summary>
    public bool Use(string token)
    {
        lock (gate)
        {
            if (hash is null || time.GetUtcNow() >= expires || !CryptographicOperations.FixedTimeEquals(hash, Hash(token))) return false;
            hash = null;
            return true;
        }
    }

    private async Task<bool> AnyAdministratorAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var keys = await db.ApiKeys.AsNoTracking().ToListAsync(cancellation);
        var now = time.GetUtcNow();
        return keys.Exists(key => key.Roles.Contains(Role.Admin) && !(key.ExpiresAt <= now));
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
