using System.Text.RegularExpressions;
using Runbooks.Activities.Platforms.Libvirt.Making;
using Runbooks.Activities.Platforms.Libvirt.Native;

namespace Runbooks.Activities.Platforms.Libvirt.Backups;

/// <summary>A storage pool that copies are in: of each <c>ID.DISK.qcow2</c> and <c>ID.manifest.json</c>, and while it is made
/// <c>ID.begun.json</c> and <c>ID.runs.json</c>. All calls block.</summary>
internal sealed partial class Repository : IDisposable
{
    private const string Whole = ".manifest.json", BegunSuffix = ".begun.json", RunsSuffix = ".runs.json";

    private readonly ConnectHandle _connection;

    private Repository(ConnectHandle connection, StoragePoolHandle pool) => (_connection, Pool, Name) = (connection, pool, pool.Name);

    public StoragePoolHandle Pool { get; }

    public string Name { get; }

    /// <param name="standard">The pool where the copy names none; null where the connection has none.</param>
    /// <param name="missing">What it is called that there is no such pool: for a copy that was made already, the pool cannot be looked into.</param>
    /// <param name="refresh">Looks for what others have put there since.</param>
    public static Repository Open(
        ConnectHandle connection, BackupCopy copy, string? standard, PlatformError missing = PlatformError.Unreachable, bool refresh = true)
    {
        if (!Ids().IsMatch(copy.Id)) throw new PlatformException(PlatformError.Invalid, $"'{copy.Id}' is no id of a copy");
        var name = copy.Location?.Split('/')[0] ?? copy.Repository ?? standard ?? throw new PlatformException(
            PlatformError.Invalid, "no repository was named, and the connection's setting backupPool names none; give the name of a storage pool");
        var pool = VirtHandle.OrNull(() => connection.LookupPool(name)) ?? throw new PlatformException(missing, $"the host has no storage pool '{name}'");
        if (!VolumeXml.IsOfFiles(pool)) throw new PlatformException(PlatformError.Invalid, $"the storage pool '{name}' is no folder, and takes no copies");
        if (refresh) pool.RefreshIfPossible();
        return new Repository(connection, pool);
    }

    public static string LocationOf(string pool, string id) => $"{pool}/{id}";

    public static string FileOf(string id, string disk) => $"{id}.{disk}.qcow2";

    /// <summary>Null where there is no whole copy of that id.</summary>
    public Manifest? Find(string id) => Read(id + Whole);

    /// <exception cref="PlatformException"><see cref="PlatformError.NotFound"/>.</exception>
    public Manifest Known(string id) =>
        Find(id) ?? throw new PlatformException(PlatformError.NotFound, $"the storage pool '{Name}' has no copy '{id}'");

    /// <summary>What was to be made, by whoever began it.</summary>
    public Manifest? Begun(string id) => Read(id + BegunSuffix);

    /// <summary>What is being made: its job was begun.</summary>
    public Manifest? Runs(string id) => Read(id + RunsSuffix);

    public void WriteBegun(Manifest manifest) => Write(manifest.Id + BegunSuffix, manifest);

    public void WriteRuns(Manifest manifest) => Write(manifest.Id + RunsSuffix, manifest);

    /// <summary>From then on it is a copy.</summary>
    public void WriteWhole(Manifest manifest)
    {
        Write(manifest.Id + Whole, manifest);
        Delete(manifest.Id + RunsSuffix);
        Delete(manifest.Id + BegunSuffix);
    }

    /// <summary>The copies that stand on this one, or are being made to.</summary>
    public string? ChildOf(string id) => Names()
        .Where(name => name.EndsWith(Whole, StringComparison.Ordinal) || name.EndsWith(BegunSuffix, StringComparison.Ordinal))
        .Select(Read).FirstOrDefault(other => other?.Parent == id)?.Id;

    /// <summary>The copy, what it stands on, and so on to a full one.</summary>
    /// <exception cref="PlatformException"><see cref="PlatformError.Invalid"/>: something in between is gone.</exception>
    public IReadOnlyList<Manifest> Chain(Manifest copy)
    {
        List<Manifest> chain = [copy];
        while (chain[^1].Parent is { } parent)
        {
            if (chain.Exists(link => link.Id == parent)) throw new PlatformException(PlatformError.Invalid, $"the copy '{parent}' stands on itself");
            chain.Add(Find(parent) ?? throw new PlatformException(PlatformError.Invalid, $"the copy '{chain[^1].Id}' stands on '{parent}', which is gone"));
        }

        return chain;
    }

    public VolumeHandle? Volume(string name) => VirtHandle.OrNull(() => Pool.Lookup(name));

    /// <summary>Removes all of a copy, or of what was to become one; the manifest first, so that nothing half gone counts.</summary>
    public void Remove(string id)
    {
        foreach (var name in Names().Where(name => name.StartsWith(id + ".", StringComparison.Ordinal)).OrderByDescending(name => name.EndsWith(Whole, StringComparison.Ordinal)))
            Delete(name);
    }

    public void Dispose() => Pool.Dispose();

    private IEnumerable<string> Names()
    {
        foreach (var volume in Pool.ListVolumes())
        {
            using (volume) yield return volume.Name;
        }
    }

    private void Delete(string name)
    {
        using var volume = Volume(name);
        volume?.Delete();
    }

    private void Write(string name, Manifest manifest)
    {
        var contents = manifest.ToBytes();
        Delete(name);
        using var volume = Pool.Create(VolumeXml.Raw(name, contents.Length));
        volume.Upload(_connection, contents);
    }

    /// <summary>Null also where its writing was cut short.</summary>
    private Manifest? Read(string name)
    {
        using var volume = Volume(name);
        if (volume is null) return null;
        using var contents = new MemoryStream();
        try
        {
            volume.Download(_connection, piece => contents.Write(piece));
            return Manifest.OfBytes(contents.ToArray());
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
        catch (PlatformException error) when (error.Error == PlatformError.NotFound)
        {
            return null;
        }
    }

    [GeneratedRegex("^[A-Za-z0-9_-]+$")]
    private static partial Regex Ids();
}
