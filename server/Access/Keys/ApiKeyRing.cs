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
    private const string All = "";

    private readonly string? bootstrap = options.Value.BootstrapKey is { } key ? Digest(key.Trim()) : null;
    private readonly ShortMemory<string, FrozenDictionary<string, ApiKeyEntity>> keys = new(TimeSpan.FromSeconds(10), time);
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Who presents this key; null where nobody does (any more).</summary>
    public ValueTask<ApiKeyHolder?> FindAsync(string presented) => FindDigestAsync(Digest(presented.Trim()));

    /// <summary>The same by <see cref="ApiKeyHolder.Digest"/>.</summary>
    public async ValueTask<ApiKeyHolder?> FindDigestAsync(string digest)
    {
        if (digest == bootstrap) return new ApiKeyHolder("key:bootstrap", [Role.Admin], digest);
        var known = await keys.GetAsync(All, _ => ReadAsync());
        return known.TryGetValue(digest, out var key) && !(key.ExpiresAt <= time.GetUtcNow())
            ? new ApiKeyHolder($"key:{key.Name}", key.Roles, digest)
            : null;
    }

    /// <summary>After a change.</summary>
    public void Forget()
    {
        keys.Forget(All);
        Interlocked.Exchange(ref changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    /// <summary>Ends at the next change here.</summary>
    public Task Changed => Volatile.Read(ref changed).Task;

    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private static string Digest(string key) => Convert.ToHexString(Hash(key));

    private async Task<FrozenDictionary<string, ApiKeyEntity>> ReadAsync()
    {
        await using var db = await contexts.CreateDbContextAsync();
        var all = await db.ApiKeys.AsNoTracking().ToListAsync();
        return all.ToFrozenDictionary(key => Convert.ToHexString(key.Hash));
    }
}

/// <param name="Who">The name in the audit.</param>
/// <param name="Digest">Stands for the key where the key itself must not be: it finds the holder, and opens nothing.</param>
internal sealed record ApiKeyHolder(string Who, IReadOnlyList<Role> Roles, string Digest);
