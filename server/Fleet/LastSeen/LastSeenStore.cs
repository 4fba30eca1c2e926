using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Connections;
using Runbooks.Server.Data;
using Runbooks.Server.Fleet.Picture;

namespace Runbooks.Server.Fleet.LastSeen;

/// <summary>What the connections last showed, in the database. Only changes are written. Not for use from several threads.</summary>
internal sealed class LastSeenStore(IDbContextFactory<RunbooksDbContext> contexts, ILogger<LastSeenStore> logger)
{
    private const int RowsAtOnce = 1000;

    private readonly Dictionary<string, Dictionary<(string Kind, string Id), UInt128>> written = [];
    private readonly Dictionary<string, ConnectionSight> sights = [];
    private readonly HashSet<string> doubtful = [];

    /// <summary>Reads the sights of these connections, and drops those of others.</summary>
    public async Task<IReadOnlyList<ConnectionSight>> LoadAsync(IReadOnlyList<Connection> connections, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var ids = connections.Select(connection => connection.Id).ToList();
        await db.FleetObjects.Where(row => !ids.Contains(row.Connection)).ExecuteDeleteAsync(cancellation);
        var rows = await db.FleetObjects.AsNoTracking().ToListAsync(cancellation);
        var byConnection = rows.ToLookup(row => row.Connection);
        return [.. connections.Select(connection => Restore(connection, [.. byConnection[connection.Id]])).OfType<ConnectionSight>()];
    }

    /// <summary>Writes how the sights differ from what is stored.</summary>
    public async Task WriteAsync(IReadOnlyCollection<ConnectionSight> current, CancellationToken cancellation)
    {
        foreach (var gone in sights.Keys.Except(current.Select(sight => sight.Connection)).ToList()) await ForgetAsync(gone, cancellation);
        foreach (var sight in current)
        {
            if (sights.TryGetValue(sight.Connection, out var known) && ReferenceEquals(known, sight)) continue;
            // After an error it is not known which rows there are: that connection is written from the beginning.
            if (doubtful.Contains(sight.Connection)) await ForgetAsync(sight.Connection, cancellation);
            doubtful.Add(sight.Connection);
            await WriteAsync(sight, cancellation);
            doubtful.Remove(sight.Connection);
            sights[sight.Connection] = sight;
        }
    }

    private async Task WriteAsync(ConnectionSight sight, CancellationToken cancellation)
    {
        var known = KnownOf(sight.Connection);
        var rows = LastSeenRow.Of(sight)
            .Append(new LastSeenRow(LastSeenRow.Connection, sight.Connection, $"{sight.SeenAt:O}", "{}"))
            .Select(row => (Row: row, Hash: Hash(row.Content)))
            .ToList();
        var gone = known.Keys.Except(rows.Select(row => (row.Row.Kind, row.Row.Id))).ToList();
        foreach (var part in gone.Chunk(RowsAtOnce)) await RemoveAsync(sight.Connection, part, cancellation);
        var changed = rows.Where(row => !known.TryGetValue((row.Row.Kind, row.Row.Id), out var hash) || hash != row.Hash);
        foreach (var part in changed.Chunk(RowsAtOnce)) await PutAsync(sight, part, cancellation);
    }

    private async Task PutAsync(ConnectionSight sight, IReadOnlyList<(LastSeenRow Row, UInt128 Hash)> rows, CancellationToken cancellation)
    {
        var known = KnownOf(sight.Connection);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        foreach (var (row, _) in rows)
        {
            var entity = new FleetObjectEntity { Connection = sight.Connection, Kind = row.Kind, Id = row.Id, Json = row.Json, LastSeenAt = sight.SeenAt };
            if (known.ContainsKey((row.Kind, row.Id))) db.Update(entity);
            else db.Add(entity);
        }

        await db.SaveChangesAsync(cancellation);
        foreach (var (row, hash) in rows) known[(row.Kind, row.Id)] = hash;
    }

    private async Task RemoveAsync(string connection, IReadOnlyList<(string Kind, string Id)> keys, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        foreach (var (kind, id) in keys)
            db.Remove(new FleetObjectEntity { Connection = connection, Kind = kind, Id = id, Json = "", LastSeenAt = default });
        await db.SaveChangesAsync(cancellation);
        foreach (var key in keys) KnownOf(connection).Remove(key);
    }

    private async Task ForgetAsync(string connection, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await db.FleetObjects.Where(row => row.Connection == connection).ExecuteDeleteAsync(cancellation);
        written.Remove(connection);
        sights.Remove(connection);
    }

    private ConnectionSight? Restore(Connection connection, List<FleetObjectEntity> rows)
    {
        var known = KnownOf(connection.Id);
        // Without a content to compare with, the first read writes each of them once.
        foreach (var row in rows) known[(row.Kind, row.Id)] = 0;
        if (rows.Find(row => row.Kind == LastSeenRow.Connection) is not { } marker) return null;
        try
        {
            var sight = LastSeenRow.ToSight(connection.Id, connection.Platform, marker.LastSeenAt, rows);
            foreach (var row in LastSeenRow.Of(sight)) known[(row.Kind, row.Id)] = Hash(row.Content);
            sights[connection.Id] = sight;
            return sight;
        }
        catch (JsonException error)
        {
            logger.LogWarning(error, "What connection {Connection} last showed cannot be read; it is shown again when it answers", connection.Id);
            return null;
        }
    }

    private Dictionary<(string Kind, string Id), UInt128> KnownOf(string connection) =>
        written.TryGetValue(connection, out var known) ? known : written[connection] = [];

    private static UInt128 Hash(string content) =>
        System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
}
