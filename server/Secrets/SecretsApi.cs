using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Runbooks.Server.Access;
using Runbooks.Server.Audit;
using Runbooks.Server.Data;
using Runbooks.Server.Http;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Server.Secrets;

internal static class SecretsApi
{
    private const int LongestValue = 64 * 1024;

    public static void MapSecrets(this IEndpointRouteBuilder api)
    {
        var secrets = api.MapGroup("/secrets").WithTags("Secrets");
        secrets.MapGet("", ListAsync).WithSummary("Lists the names of the secrets that workflows may use.").Requires(Permission.ListSecrets);
        secrets.MapPut("{name}", SaveAsync).WithSummary("Saves a secret. Nothing gives its value back.").Requires(Permission.Administer);
        secrets.MapDelete("{name}", DeleteAsync).WithSummary("Deletes a secret.").Requires(Permission.Administer);
    }

    private static async Task<Ok<Page<Secret>>> ListAsync(SecretStore store, CancellationToken cancellation)
    {
        var secrets = await store.ListAsync(SecretScope.Workflows, cancellation);
        return TypedResults.Ok(new Page<Secret>([.. secrets.Select(Secret.Of)]));
    }

    private static async Task<Results<Ok<Secret>, Created<Secret>, Problem>> SaveAsync(
        string name,
        SecretRequest request,
        SecretStore store,
        RunbooksDbContext db,
        AuditLog audit,
        ClaimsPrincipal user,
        CancellationToken cancellation)
    {
        if (!SecretReference.IsName(name))
            return Problem.Invalid("secret.invalid", "A secret's name has 1 to 128 letters, digits, '.', '_' or '-'.");
        if (request.Value.Length is 0 or > LongestValue)
            return Problem.Invalid("secret.invalid", "The secret was not saved.", new ProblemError("/value", "A value has 1 to 65,536 characters."));
        var (secret, isNew) = await store.StageAsync(db, SecretScope.Workflows, name, request.Value, cancellation);
        audit.Stage(db, user.Who(), isNew ? "secret.make" : "secret.change", $"secret:{name}");
        await db.SaveChangesAsync(cancellation);
        return isNew ? TypedResults.Created($"/api/v1/secrets/{name}", Secret.Of(secret)) : TypedResults.Ok(Secret.Of(secret));
    }

    private static async Task<Results<NoContent, Problem>> DeleteAsync(
        string name, RunbooksDbContext db, AuditLog audit, ClaimsPrincipal user, CancellationToken cancellation)
    {
        if (await db.Secrets.FindAsync([SecretScope.Workflows, name], cancellation) is not { } secret) return Problem.NotFound("secret", name);
        db.Secrets.Remove(secret);
        audit.Stage(db, user.Who(), "secret.delete", $"secret:{name}");
        await db.SaveChangesAsync(cancellation);
        return TypedResults.NoContent();
    }
}

internal sealed record SecretRequest(string Value);

internal sealed record Secret(string Name, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static Secret Of(SecretEntity secret) => new(secret.Name, secret.CreatedAt, secret.UpdatedAt);
}
