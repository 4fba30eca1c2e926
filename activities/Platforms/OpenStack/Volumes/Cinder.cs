using Runbooks.Activities.Platforms.OpenStack.Http;

namespace Runbooks.Activities.Platforms.OpenStack.Volumes;

/// <summary>The calls of the Block Storage API v3 that are needed. https://docs.openstack.org/api-ref/block-storage/v3/</summary>
internal sealed class Cinder(ServiceClient service)
{
    /// <summary>From 3.43 on (Pike) backups have metadata, in which a copy says what it is.</summary>
    private static readonly KeyValuePair<string, string> Version = new("OpenStack-API-Version", "volume 3.43");

    public Task<bool> IsThereAsync(CancellationToken cancellation) => service.IsThereAsync(cancellation);

    /// <summary>Null where there is none.</summary>
    public async Task<VolumeSnapshot?> SnapshotAsync(string id, CancellationToken cancellation)
    {
        try
        {
            return ApiJson.Read<VolumeSnapshot>((await SendAsync(HttpMethod.Get, $"/snapshots/{Escape(id)}", null, cancellation)).Body, "snapshot");
        }
        catch (PlatformException error) when (error.Error == PlatformError.NotFound)
        {
            return null;
        }
    }

    public Task DeleteSnapshotAsync(string id, CancellationToken cancellation) => IgnoreGoneAsync($"/snapshots/{Escape(id)}", cancellation);

    /// <summary>Those of this name, the oldest first.</summary>
    public async Task<List<VolumeBackup>> BackupsAsync(string name, CancellationToken cancellation)
    {
        var found = await NamedAsync<VolumeBackup>("backups", name, backup => backup.Id, cancellation);
        return [.. found.Where(backup => backup.Name == name).OrderBy(backup => backup.CreatedAt).ThenBy(backup => backup.Id, StringComparer.Ordinal)];
    }

    /// <summary>Also of a volume that is in use.</summary>
    public Task CreateBackupAsync(string volume, string name, IReadOnlyDictionary<string, string> metadata, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, "/backups", new { backup = new { volume_id = volume, name, metadata, force = true, incremental = false } }, cancellation);

    public Task DeleteBackupAsync(string id, CancellationToken cancellation) => IgnoreGoneAsync($"/backups/{Escape(id)}", cancellation);

    /// <summary>Makes a new volume of this name.</summary>
    public Task RestoreAsync(string backup, string name, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, $"/backups/{Escape(backup)}/restore", new { restore = new { name } }, cancellation);

    public async Task<List<Volume>> VolumesAsync(string name, CancellationToken cancellation)
    {
        var found = await NamedAsync<Volume>("volumes", name, volume => volume.Id, cancellation);
        return [.. found.Where(volume => volume.Name == name).OrderBy(volume => volume.CreatedAt).ThenBy(volume => volume.Id, StringComparer.Ordinal)];
    }

    public Task SetBootableAsync(string volume, CancellationToken cancellation) => SendAsync(
        HttpMethod.Post, $"/volumes/{Escape(volume)}/action", new Dictionary<string, object> { ["os-set_bootable"] = new { bootable = true } }, cancellation);

    private async Task<List<T>> NamedAsync<T>(string what, string name, Func<T, string> id, CancellationToken cancellation)
    {
        var (all, marker) = (new List<T>(), "");
        while (true)
        {
            var answer = await SendAsync(HttpMethod.Get, $"/{what}/detail?limit={Limits.Page}&name={Escape(name)}{marker}", null, cancellation);
            var page = ApiJson.Read<List<T>>(answer.Body, what);
            all.AddRange(page);
            if (page.Count == 0 || answer.Body?.TryGetProperty(what + "_links", out _) != true) return all;
            marker = $"&marker={Escape(id(page[^1]))}";
        }
    }

    private async Task IgnoreGoneAsync(string path, CancellationToken cancellation)
    {
        try
        {
            await SendAsync(HttpMethod.Delete, path, null, cancellation);
        }
        catch (PlatformException error) when (error.Error == PlatformError.NotFound)
        {
        }
    }

    /// <summary>Up to 3.66 every path has the project in it.</summary>
    private async Task<Answer> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellation) =>
        await service.SendAsync(method, $"/{(await service.SessionAsync(cancellation)).Project}{path}", body, cancellation, Version);

    private static string Escape(string part) => Uri.EscapeDataString(part);
}

/// <param name="Status">creating, available, in-use, restoring-backup, error, error_restoring …</param>
internal sealed record Volume(string Id, string Status, DateTimeOffset CreatedAt)
{
    public string? Name { get; init; }
}

/// <param name="Status">creating, available, deleting, error, error_deleting.</param>
internal sealed record VolumeSnapshot(string Id, string Status);

/// <summary>A copy of a volume, kept by Cinder's backup service elsewhere.</summary>
/// <param name="Status">creating, available, restoring, deleting, error …</param>
/// <param name="Size">GiB of the volume.</param>
internal sealed record VolumeBackup(string Id, string Status, DateTimeOffset CreatedAt, int Size)
{
    public string? Name { get; init; }

    public string? FailReason { get; init; }

    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}
