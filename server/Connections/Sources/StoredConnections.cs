using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Data;
using Runbooks.Server.Secrets;

namespace Runbooks.Server.Connections.Sources;

/// <summary>Connections of the database.</summary>
internal sealed class StoredConnections(IDbContextFactory<RunbooksDbContext> contexts, SecretStore secrets, ILogger<StoredConnections> logger)
{
    public async Task<IReadOnlyList<ConnectionDefinition>> ReadAsync()
    {
        await using var db = await contexts.CreateDbContextAsync();
        var definitions = new List<ConnectionDefinition>();
        foreach (var stored in await db.Connections.AsNoTracking().ToListAsync()) definitions.Add(await ReadAsync(stored));
        return definitions;
    }

    private async Task<ConnectionDefinition> ReadAsync(ConnectionEntity stored) => new(
        stored.Id, stored.Name, stored.Platform, stored.Mode, JsonSerializer.Deserialize<JsonElement>(stored.Settings), await SecretsAsync(stored),
        ConnectionOrigin.Stored);

    private async Task<IReadOnlyDictionary<string, string>> SecretsAsync(ConnectionEntity stored)
    {
        var values = new Dictionary<string, string>();
        foreach (var name in stored.SecretNames)
        {
            try
            {
                if (await secrets.ResolveAsync(SecretScope.OfConnection(stored.Id), name) is { } value) values[name] = value;
            }
            catch (CryptographicException error)
            {
                // The others shall work. This one is down without its secret, and says so.
                logger.LogError("Connection {Connection}: {Message}", stored.Id, error.Message);
            }
        }

        return values;
    }
}
