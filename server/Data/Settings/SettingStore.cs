using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Runbooks.Server.Data.Settings;

/// <summary>Settings that are changed while the server runs, by key.</summary>
public sealed class SettingStore(IDbContextFactory<RunbooksDbContext> contexts, TimeProvider time)
{
    public async Task<T?> ReadAsync<T>(string key, CancellationToken cancellation = default)
        where T : class
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var value = await db.Settings.Where(setting => setting.Key == key).Select(setting => setting.Value).SingleOrDefaultAsync(cancellation);
        return value is null ? null : JsonSerializer.Deserialize<T>(value, JsonSerializerOptions.Web);
    }

    public async Task WriteAsync<T>(string key, T value, CancellationToken cancellation = default)
        where T : class
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await StageAsync(db, key, value, cancellation);
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>Puts the change into a context whose owner saves it together with others, such as its audit entry.</summary>
    public async Task StageAsync<T>(RunbooksDbContext db, string key, T value, CancellationToken cancellation = default)
        where T : class
    {
        var json = JsonSerializer.Serialize(value, JsonSerializerOptions.Web);
        if (await db.Settings.FindAsync([key], cancellation) is { } setting)
            (setting.Value, setting.UpdatedAt) = (json, time.GetUtcNow());
        else
            db.Settings.Add(new SettingEntity { Key = key, Value = json, UpdatedAt = time.GetUtcNow() });
    }
}
