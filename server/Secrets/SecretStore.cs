using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Data;

namespace Runbooks.Server.Secrets;

/// <summary>Secrets, encrypted at rest. Values come out only here, for the use inside the server.</summary>
public sealed class SecretStore(IDbContextFactory<RunbooksDbContext> contexts, IDataProtectionProvider protection, TimeProvider time)
{
    private readonly IDataProtector protector = protection.CreateProtector("Runbooks.Secrets");

    /// <summary>The value of a secret that definitions may name; null where there is none.</summary>
    public Task<string?> ResolveAsync(string name, CancellationToken cancellation = default) =>
        ResolveAsync(SecretScope.Workflows, name, cancellation);

    /// <summary>The value; null where there is none.</summary>
    /// <exception cref="CryptographicException">The keys that encrypted it are not in the data directory.</exception>
    public async Task<string?> ResolveAsync(string scope, string name, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var secret = await db.Secrets.AsNoTracking().SingleOrDefaultAsync(s => s.Scope == scope && s.Name == name, cancellation);
        return secret is null ? null : Encoding.UTF8.GetString(Unprotect(secret));
    }

    public async Task<IReadOnlyList<SecretEntity>> ListAsync(string scope, CancellationToken cancellation = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Secrets.AsNoTracking().Where(s => s.Scope == scope).OrderBy(s => s.Name).ToListAsync(cancellation);
    }

    /// <summary>Puts a secret into a context whose owner saves it together with what it belongs to.</summary>
    public async Task<(SecretEntity Secret, bool IsNew)> StageAsync(
        RunbooksDbContext db, string scope, string name, string value, CancellationToken cancellation = default)
    {
        var now = time.GetUtcNow();
        var bytes = protector.Protect(Encoding.UTF8.GetBytes(value));
        if (await db.Secrets.FindAsync([scope, name], cancellation) is { } known)
        {
            (known.Protected, known.UpdatedAt) = (bytes, now);
            return (known, false);
        }

        var made = new SecretEntity { Scope = scope, Name = name, Protected = bytes, CreatedAt = now, UpdatedAt = now };
        db.Secrets.Add(made);
        return (made, true);
    }

    private byte[] Unprotect(SecretEntity secret)
    {
        try
        {
            return protector.Unprotect(secret.Protected);
        }
        catch (CryptographicException error)
        {
            throw new CryptographicException(
                $"The secret '{secret.Name}' cannot be decrypted: the keys it was encrypted with are not in the data directory's folder 'keys'. "
                + "Restore that folder from the backup, or save the secret again.", error);
        }
    }
}
