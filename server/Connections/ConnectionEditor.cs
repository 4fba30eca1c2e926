using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Audit;
using Runbooks.Server.Connections.Settings;
using Runbooks.Server.Data;
using Runbooks.Server.Http;
using Runbooks.Server.Secrets;

namespace Runbooks.Server.Connections;

/// <summary>Makes, changes and deletes stored connections: in the database first, then live. One at a time, so that the two agree.</summary>
internal sealed partial class ConnectionEditor(
    IDbContextFactory<RunbooksDbContext> contexts, SecretStore secretStore, AuditLog audit, ConnectionRegistry registry, DefinitionCheck check, TimeProvider time)
    : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);

    public void Dispose() => turn.Dispose();

    /// <exception cref="RequestException">It cannot be made like this; says what is wrong.</exception>
    public Task<Connection> CreateAsync(ConnectionRequest request, string who, CancellationToken cancellation) => InTurnAsync(async () =>
    {
        RequireNameAndPlatform(request);
        var id = request.Id ?? FreeId(request.Name!, request.Platform!);
        if (registry.All.Any(known => known.Id.Equals(id, StringComparison.OrdinalIgnoreCase))) throw Taken("id", id);
        var definition = Define(id, request, null);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        db.Connections.Add(new ConnectionEntity
        {
            Id = definition.Id,
            Name = definition.Name,
            Platform = definition.Platform,
            Mode = definition.Mode,
            Settings = definition.Settings.GetRawText(),
            SecretNames = [.. definition.Secrets.Keys],
            CreatedAt = time.GetUtcNow(),
            UpdatedAt = time.GetUtcNow(),
        });
        await StageSecretsAsync(db, definition, cancellation);
        return await SaveAsync(db, "connection.create", definition, who, cancellation);
    }, cancellation);

    /// <exception cref="RequestException">It cannot be changed like this; says what is wrong.</exception>
    public Task<Connection> ChangeAsync(string id, ConnectionRequest request, string who, CancellationToken cancellation) => InTurnAsync(async () =>
    {
        var present = Stored(id);
        var definition = Define(present.Id, request, present);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var entity = await db.Connections.SingleAsync(connection => connection.Id == present.Id, cancellation);
        (entity.Name, entity.Mode, entity.Settings) = (definition.Name, definition.Mode, definition.Settings.GetRawText());
        (entity.SecretNames, entity.UpdatedAt) = ([.. definition.Secrets.Keys], time.GetUtcNow());
        await StageSecretsAsync(db, definition, cancellation);
        return await SaveAsync(db, "connection.change", definition, who, cancellation);
    }, cancellation);

    /// <exception cref="RequestException">There is none, or it is not stored.</exception>
    public Task DeleteAsync(string id, string who, CancellationToken cancellation) => InTurnAsync(async () =>
    {
        var present = Stored(id);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        db.Connections.Remove(await db.Connections.SingleAsync(connection => connection.Id == present.Id, cancellation));
        await StageSecretsAsync(db, present with { Secrets = new Dictionary<string, string>() }, cancellation);
        audit.Stage(db, who, "connection.delete", $"connection:{present.Id}");
        await db.SaveChangesAsync(cancellation);
        registry.Remove(present.Id);
        return present;
    }, cancellation);

    private ConnectionDefinition Define(string id, ConnectionRequest request, ConnectionDefinition? present)
    {
        var platform = request.Platform ?? present!.Platform;
        if (present is not null && platform != present.Platform)
            throw Invalid(new ProblemError("/platform", $"The platform of a connection cannot be changed from '{present.Platform}'. Make another connection, and delete this one."));
        var name = request.Name ?? present!.Name;
        if (registry.All.Any(known => known.Id != id && known.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase))) throw Taken("name", name.Trim());
        var (settings, among) = check.Part(platform, request.Settings ?? present?.Settings ?? JsonSerializer.SerializeToElement(new { }));
        var secrets = new Dictionary<string, string>(present?.Secrets ?? new Dictionary<string, string>());
        foreach (var (secret, value) in among) secrets[secret] = value;
        foreach (var (secret, value) in request.Secrets ?? new Dictionary<string, string?>())
        {
            if (string.IsNullOrEmpty(value)) secrets.Remove(secret);
            else secrets[secret] = value;
        }

        var mode = request.Mode ?? present?.Mode ?? ConnectionMode.Observe;
        var (definition, errors) = check.Check(id, name, platform, mode, settings, secrets, ConnectionOrigin.Stored);
        return definition ?? throw Invalid([.. errors]);
    }

    private async Task<Connection> SaveAsync(RunbooksDbContext db, string what, ConnectionDefinition definition, string who, CancellationToken cancellation)
    {
        audit.Stage(db, who, what, $"connection:{definition.Id}", new
        {
            definition.Name, definition.Platform, definition.Mode, definition.Settings, SecretNames = definition.Secrets.Keys,
        });
        await db.SaveChangesAsync(cancellation);
        return registry.Put(definition);
    }

    private async Task StageSecretsAsync(RunbooksDbContext db, ConnectionDefinition definition, CancellationToken cancellation)
    {
        var scope = SecretScope.OfConnection(definition.Id);
        foreach (var stored in await db.Secrets.Where(secret => secret.Scope == scope).ToListAsync(cancellation))
            if (!definition.Secrets.ContainsKey(stored.Name)) db.Secrets.Remove(stored);
        foreach (var (name, value) in definition.Secrets) await secretStore.StageAsync(db, scope, name, value, cancellation);
    }

    private ConnectionDefinition Stored(string id)
    {
        if (registry.All.FirstOrDefault(known => known.Id == id)?.Definition is not { } definition) throw new RequestException(Problem.NotFound("connection", id));
        return definition.Origin == ConnectionOrigin.Stored ? definition : throw new RequestException(new Problem(
            StatusCodes.Status409Conflict, "connection.not-stored", definition.Origin == ConnectionOrigin.BuiltIn
                ? "The simulated fleet is set by the configuration: Runbooks:Simulator. Nothing was changed; set Runbooks:Simulator:Enabled to false to be without it."
                : $"The connection '{id}' is set by the configuration: Runbooks:Connections:{id}. Nothing was changed; change it there and restart the server."));
    }

    private static void RequireNameAndPlatform(ConnectionRequest request)
    {
        ProblemError[] missing =
        [
            .. request.Name is null ? new[] { new ProblemError("/name", "Required and missing.") } : [],
            .. request.Platform is null ? new[] { new ProblemError("/platform", "Required and missing.") } : [],
        ];
        if (missing.Length > 0) throw Invalid(missing);
    }

    private string FreeId(string name, string platform)
    {
        var slug = NotInIds().Replace(name.Trim().ToLowerInvariant(), "-").Trim('-', '.', '_');
        if (slug.Length == 0) slug = platform;
        slug = slug[..Math.Min(slug.Length, 50)];
        return Enumerable.Range(1, int.MaxValue).Select(n => n == 1 ? slug : $"{slug}-{n}").First(id => registry.All.All(known => known.Id != id));
    }

    private async Task<T> InTurnAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            return await work();
        }
        finally
        {
            turn.Release();
        }
    }

    private static RequestException Taken(string member, string value) => new(new Problem(
        StatusCodes.Status409Conflict, "connection.exists", $"There is a connection with the {member} '{value}' already. Choose another {member}, or change that connection.")
    {
        Errors = [new ProblemError($"/{member}", "Taken.")],
    });

    private static RequestException Invalid(params ProblemError[] errors) =>
        new(Problem.Invalid("connection.invalid", "The connection cannot be saved like this; nothing was changed.", errors));

    [GeneratedRegex("[^a-z0-9._-]+")]
    private static partial Regex NotInIds();
}
