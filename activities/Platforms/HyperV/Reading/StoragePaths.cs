namespace Runbooks.Activities.Platforms.HyperV.Reading;

/// <summary>Tells by a disk's path which storage it is on.</summary>
internal sealed class StoragePaths(IEnumerable<StorageFacts> storages)
{
    public static readonly StoragePaths None = new([]);

    private readonly List<StorageFacts> _storages = [.. storages.OrderByDescending(storage => storage.Path.Length)];

    public string? Of(string path) => _storages.FirstOrDefault(
        storage => path.StartsWith(storage.Path.TrimEnd('\\') + "\\", StringComparison.OrdinalIgnoreCase))?.Name;

    public string? PathOf(string name) => _storages.FirstOrDefault(storage => storage.Name == name)?.Path.TrimEnd('\\');
}
