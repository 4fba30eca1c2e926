using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runbooks.Activities;
using Runbooks.Server.Alerts.Dialects;
using Runbooks.Server.Data;
using Runbooks.Server.Secrets;

namespace Runbooks.Server.Alerts.Sources;

/// <summary>Sources in the database, and back.</summary>
internal sealed class AlertSourceStore(
    IDbContextFactory<RunbooksDbContext> contexts, SecretStore secrets, AlertDialects dialects, ILogger<AlertSourceStore> logger)
{
    public async Task<IReadOnlyList<AlertSource>> ReadAsync()
    {
        await using var db = await contexts.CreateDbContextAsync();
        var sources = new List<AlertSource>();
        foreach (var stored in await db.AlertSources.AsNoTracking().ToListAsync())
        {
            if (dialects.Find(stored.Dialect) is { } dialect) sources.Add(await ReadAsync(stored, dialect));
            else logger.LogError("Alert source {Source}: this server does not know the dialect {Dialect}", stored.Name, stored.Dialect);
        }

        return sources;
    }

    /// <summary>Puts a source into a context whose owner saves it together with others, such as its audit entry.</summary>
    public async Task StageAsync(RunbooksDbContext db, AlertSource source, CancellationToken cancellation)
    {
        var stored = await db.AlertSources.FindAsync([source.Name], cancellation);
        if (stored is null)
        {
            stored = new AlertSourceEntity { Name = source.Name, Dialect = "", Authentication = "", CreatedAt = source.CreatedAt, UpdatedAt = source.UpdatedAt };
            db.AlertSources.Add(stored);
        }

        (stored.Dialect, stored.UpdatedAt) = (source.Dialect.Name, source.UpdatedAt);
        stored.Authentication = JsonSerializer.Serialize(source.Authentication, ActivityJson.Options);
        (stored.TimeZone, stored.Mapping) = (source.Settings.TimeZone.Id, source.Settings.Mapping?.GetRawText());
        await StageSecretAsync(db, stored, source, cancellation);
    }

    public static async Task<bool> StageRemovalAsync(RunbooksDbContext db, string name, CancellationToken cancellation)
    {
        if (await db.AlertSources.FindAsync([name], cancellation) is not { } stored) return false;
        db.AlertSources.Remove(stored);
        await RemoveSecretsAsync(db, name, null, cancellation);
        return true;
    }

    private async Task StageSecretAsync(RunbooksDbContext db, AlertSourceEntity stored, AlertSource source, CancellationToken cancellation)
    {
        var name = source.Secret is null ? null : AuthenticationSecret.NameFor(source.Authentication.Type);
        await RemoveSecretsAsync(db, source.Name, name, cancellation);
        stored.SecretNames = name is null ? [] : [name];
        if (name is not null) await secrets.StageAsync(db, SecretScope.OfAlertSource(source.Name), name, source.Secret!, cancellation);
    }

    private static async Task RemoveSecretsAsync(RunbooksDbContext db, string source, string? except, CancellationToken cancellation)
    {
        var scope = SecretScope.OfAlertSource(source);
        db.Secrets.RemoveRange(await db.Secrets.Where(secret => secret.Scope == scope && secret.Name != except).ToListAsync(cancellation));
    }

    private async Task<AlertSource> ReadAsync(AlertSourceEntity stored, IAlertDialect dialect) => new(
        stored.Name,
        dialect,
        JsonSerializer.Deserialize<AuthenticationSettings>(stored.Authentication, ActivityJson.Options)!,
        await SecretAsync(stored),
        new DialectSettings(
            stored.TimeZone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(stored.TimeZone, out var zone) ? zone : TimeZoneInfo.Utc,
            stored.Mapping is null ? null : JsonElement.Parse(stored.Mapping)),
        stored.CreatedAt,
        stored.UpdatedAt);

    private async Task<string?> SecretAsync(AlertSourceEntity stored)
    {
        try
        {
            return stored.SecretNames is [var name] ? await secrets.ResolveAsync(SecretScope.OfAlertSource(stored.Name), name) : null;
        }
        catch (CryptographicException error)
        {
            // The others shall work. This one refuses everything without its secret.
            logger.LogError("Alert source {Source}: {Message}", stored.Name, error.Message);
            return null;
        }
    }
}
