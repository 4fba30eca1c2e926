using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Runbooks.Server.Data;

namespace Runbooks.Server.Access.Keys;

/// <summary>Knows the keys that callers present. Kept in memory, because every call asks; read again after a change here, and
/// every few seconds for changes by other nodes.</summary>
internal sealed class ApiKeyRing(IDbContextFactory<RunbooksDbContext> contexts, IOptions<AccessOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    private readonly string? bootstrap = options.Value.BootstrapKey is { } key ? Digest(key.Trim()) : null;
    private volatile Snapshot? snapshot;
    private int changes;

    /// <summary>Who presents this key; null where nobody does (any more).</summary>
    public async ValueTask<ApiKeyHolder?> FindAsync(string presented, CancellationToken cancellation)
    {
        var digest = Digest(presented);
        if (digest == bootstrap) return ApiKeyHolder.Bootstrap;
        var known = snapshot is { } current && time.GetElapsedTime(current.ReadAt) < Fresh ? current : await ReadAsync(cancellation);
        return known.Keys.TryGetValue(digest, out var key) && !(key.ExpiresAt <= time.GetUtcNow())
            ? new ApiKeyHolder($"key:{key.Name}", key.Roles)
            : null;
    }

    /// <summary>After a change: the next call reads, and what is being read at this moment is not kept.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref changes);
        snapshot = null;
    }

    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private static string Digest(string key) => Convert.ToHexString(Hash(key));

    private async Task<Snapshot> ReadAsync(CancellationToken cancellation)
    {
        var (at, before) = (time.GetTimestamp(), Volatile.Read(ref changes));
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var keys = await db.ApiKeys.AsNoTracking().ToListAsync(cancellation);
        var read = new Snapshot(keys.ToFrozenDictionary(key => Convert.ToHexString(key.Hash)), at);
        if (before == Volatile.Read(ref changes)) snapshot = read;
        return read;
    }

    private sealed record Snapshot(FrozenDictionary<string, ApiKeyEntity> Keys, long ReadAt);
}

/// <param name="Who">The name in the audit.</param>
internal sealed record ApiKeyHolder(string Who, IReadOnlyList<Role> Roles)
{
    public static readonly ApiKeyHolder Bootstrap = new("key:bootstrap", [Role.Admin]);
}
