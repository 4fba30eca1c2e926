using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Audit;
using Runbooks.Server.Data;
using Runbooks.Server.Http;

namespace Runbooks.Server.Access.Keys;

internal static partial class KeysApi
{
    public static void MapKeys(this IEndpointRouteBuilder api)
    {
        var keys = api.MapGroup("/keys").WithTags("Access").Requires(Permission.Administer);
        keys.MapGet("", ListAsync).WithSummary("Lists the API keys, without the keys themselves.");
        keys.MapPost("", MakeAsync).WithSummary("Makes an API key. The answer is the only one that shows it.");
        keys.MapDelete("{id}", DeleteAsync).WithSummary("Revokes an API key at once.");
    }

    private static async Task<Ok<Page<ApiKey>>> ListAsync(RunbooksDbContext db, CancellationToken cancellation)
    {
        var keys = await db.ApiKeys.AsNoTracking().OrderBy(key => key.Name).ToListAsync(cancellation);
        return TypedResults.Ok(new Page<ApiKey>([.. keys.Select(ApiKey.Of)]));
    }

    private static async Task<Results<Created<NewApiKey>, Problem>> MakeAsync(
        ApiKeyRequest request, RunbooksDbContext db, ApiKeyRing ring, AuditLog audit, TimeProvider time, ClaimsPrincipal user, CancellationToken cancellation)
    {
        if (Check(request, time.GetUtcNow()) is { Length: > 0 } errors) return Problem.Invalid("key.invalid", "The key cannot be made like this.", errors);
        if (await db.ApiKeys.AnyAsync(key => key.Name == request.Name, cancellation))
            return new Problem(StatusCodes.Status409Conflict, "key.exists", $"There is a key '{request.Name}' already. Choose another name, or delete that key first.");
        var secret = "rbk_" + WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        var key = new ApiKeyEntity
        {
            Id = Guid.CreateVersion7().ToString(),
            Name = request.Name,
            Roles = [.. request.Roles.Distinct()],
            Hash = ApiKeyRing.Hash(secret),
            CreatedAt = time.GetUtcNow(),
            CreatedBy = user.Who(),
            ExpiresAt = request.ExpiresAt,
        };
        db.ApiKeys.Add(key);
        audit.Stage(db, user.Who(), "key.make", $"key:{key.Name}", new { key.Id, key.Roles, key.ExpiresAt });
        await db.SaveChangesAsync(cancellation);
        ring.Forget();
        return TypedResults.Created($"/api/v1/keys/{key.Id}", new NewApiKey(key.Id, key.Name, key.Roles, secret, key.CreatedAt, key.ExpiresAt));
    }

    private static async Task<Results<NoContent, Problem>> DeleteAsync(
        string id, RunbooksDbContext db, ApiKeyRing ring, AuditLog audit, ClaimsPrincipal user, CancellationToken cancellation)
    {
        if (await db.ApiKeys.FindAsync([id], cancellation) is not { } key) return Problem.NotFound("key", id);
        db.ApiKeys.Remove(key);
        audit.Stage(db, user.Who(), "key.delete", $"key:{key.Name}", new { key.Id });
        await db.SaveChangesAsync(cancellation);
        ring.Forget();
        return TypedResults.NoContent();
    }

    private static ProblemError[] Check(ApiKeyRequest request, DateTimeOffset now) =>
    [
        .. NamePattern().IsMatch(request.Name) ? [] : new[] { new ProblemError("/name", "A name has 1 to 64 letters, digits, '.', '_' or '-'.") },
        .. request.Roles.Count > 0 ? [] : new[] { new ProblemError("/roles", $"Give at least one of {string.Join(", ", Enum.GetNames<Role>()).ToLowerInvariant()}.") },
        .. request.ExpiresAt is null || request.ExpiresAt > now ? [] : new[] { new ProblemError("/expiresAt", "The time has passed already.") },
    ];

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z")]
    private static partial Regex NamePattern();
}

/// <param name="ExpiresAt">When the key ends to be valid; null: it does not.</param>
internal sealed record ApiKeyRequest(string Name, IReadOnlyList<Role> Roles, DateTimeOffset? ExpiresAt = null);

internal sealed record ApiKey(string Id, string Name, IReadOnlyList<Role> Roles, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? ExpiresAt)
{
    public static ApiKey Of(ApiKeyEntity key) => new(key.Id, key.Name, key.Roles, key.CreatedAt, key.CreatedBy, key.ExpiresAt);
}

/// <param name="Key">What callers present. It is shown here only.</param>
internal sealed record NewApiKey(string Id, string Name, IReadOnlyList<Role> Roles, string Key, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt);
