using System.Xml.Linq;
using Runbooks.Activities.Platforms.Libvirt.Native;

namespace Runbooks.Activities.Platforms.Libvirt.Reading;

/// <summary>The storage pools of a host and where they are, to tell which of them a disk is in.</summary>
internal sealed class Pools
{
    private readonly List<(string Name, string Folder)> _known = [];

    /// <summary>Of a pool that is gone meanwhile nothing is known. Blocks.</summary>
    public void Add(StoragePoolHandle pool)
    {
        var folder = (string?)XDocument.Parse(pool.GetXml()).Root!.Element("target")?.Element("path");
        if (!string.IsNullOrEmpty(folder)) _known.Add((pool.Name, folder.TrimEnd('/') + "/"));
    }

    /// <summary>The names of all pools that have a place on the host.</summary>
    public IEnumerable<string> Names => _known.Select(pool => pool.Name);

    /// <summary>The innermost pool that a disk is in; null where it is in none.</summary>
    public string? Of(Disk disk) => disk.Pool ?? (disk.Path is { } path ? Of(path) : null);

    /// <summary>Whether they are one folder, or one in the other: what befalls one befalls both.</summary>
    public bool Overlap(string one, string other)
    {
        if (one == other) return true;
        var folders = _known.Where(pool => pool.Name == one || pool.Name == other).Select(pool => pool.Folder).ToList();
        return folders.Count == 2 && (folders[0].StartsWith(folders[1], StringComparison.Ordinal) || folders[1].StartsWith(folders[0], StringComparison.Ordinal));
    }

    public string? Of(string path) => _known
        .Where(pool => path.StartsWith(pool.Folder, StringComparison.Ordinal))
        .OrderByDescending(pool => pool.Folder.Length)
        .Select(pool => pool.Name)
        .FirstOrDefault();

    /// <summary>Reads those that are active. Blocks.</summary>
    public static Pools Read(ConnectHandle connection)
    {
        var pools = new Pools();
        foreach (var pool in connection.ListActivePools())
        {
            using (pool) pools.Add(pool);
        }

        return pools;
    }
}
