using System.Collections.Immutable;
using System.Xml.Linq;
using Runbooks.Activities.Platforms.Libvirt.Making;
using Runbooks.Activities.Platforms.Libvirt.Native;
using Runbooks.Activities.Platforms.Libvirt.Reading;

namespace Runbooks.Activities.Platforms.Libvirt.Backups;

/// <summary>Begins one copy: of a VM that is on by a job of libvirt's, which goes on by itself; of one that is off by copying its disks,
/// which QEMU keeps from starting meanwhile. All calls block.</summary>
internal sealed class CopyBeginning(ConnectHandle connection, Repository repository, DomainHandle domain, BackupOrder order, DateTimeOffset now)
{
    private readonly XElement _shown = XDocument.Parse(domain.GetXml()).Root!;

    private bool IsOn => domain.RuntimeId is not null;

    public void Begin()
    {
        var disks = Disk.Of(_shown).Where(disk => disk.Own).ToList();
        if (disks.Count == 0) throw new PlatformException(PlatformError.Invalid, "the VM has no disk of its own to copy");
        RefuseTheSameStorage(disks);
        repository.Remove(order.Id);
        ForgetCheckpoint();
        var parent = Parent(disks);
        try
        {
            try
            {
                Begin(disks, parent);
            }
            catch (PlatformException error) when (parent is not null && error.Error is not (PlatformError.Unreachable or PlatformError.Busy))
            {
                // What it kept of the changes since is not usable any more.
                repository.Remove(order.Id);
                Begin(disks, null);
            }
        }
        catch (PlatformException error) when (error.Error != PlatformError.Unreachable)
        {
            repository.Remove(order.Id);
            throw;
        }
    }

    /// <summary>A copy that was cut short leaves its checkpoint.</summary>
    private void ForgetCheckpoint()
    {
        using var left = VirtHandle.OrNull(() => domain.LookupCheckpoint(order.Id));
        if (left is not null) Checkpoints.Forget(left);
    }

    private void Begin(List<Disk> disks, Manifest? parent)
    {
        var pools = Pools.Read(connection);
        var manifest = new Manifest(
            order.Id, domain.GetUuid(), (string)_shown.Element("name")!, parent is null ? BackupKind.Full : BackupKind.Incremental, parent?.Id, now,
            Consistency.Crash, domain.GetDefinition(), [.. disks.Select(disk => Describe(disk, pools))], ByJob: IsOn);
        if (!IsOn) manifest = manifest with { Consistency = ConsistencyOfOff() };
        if (!IsOn) Require(manifest.Consistency);
        repository.WriteBegun(manifest);
        if (IsOn) BeginJob(manifest, parent);
        else foreach (var (disk, copied) in disks.Zip(manifest.Disks)) CopyOff(disk, copied);
        // Of a VM that is off everything is there already.
        if (!IsOn) repository.WriteRuns(manifest);
    }

    private CopiedDisk Describe(Disk disk, Pools pools)
    {
        var format = (string?)_shown.Elements("devices").Elements("disk")
            .First(known => (string?)known.Element("target")?.Attribute("dev") == disk.Target).Element("driver")?.Attribute("type") ?? "raw";
        return new CopiedDisk(disk.Target, Repository.FileOf(order.Id, disk.Target), format, domain.GetCapacity(disk.Target), pools.Of(disk));
    }

    private void BeginJob(Manifest manifest, Manifest? parent)
    {
        var targets = new Dictionary<string, string>();
        foreach (var disk in manifest.Disks)
        {
            using var volume = repository.Pool.Create(VolumeXml.Empty(
                disk.Volume, disk.Capacity, parent?.Disks.First(under => under.Target == disk.Target).Volume));
            targets[disk.Target] = volume.GetPath();
        }

        var all = _shown.Elements("devices").Elements("disk").Select(disk => (string?)disk.Element("target")?.Attribute("dev")).OfType<string>().ToList();
        var checkpoint = KeepsTrack(manifest.Disks) ? BackupXml.Checkpoint(order.Id, repository.Name, all, targets) : null;
        using (var quiet = new QuietGuest(domain, _shown))
        {
            manifest = manifest with { Consistency = quiet.Consistency };
            Require(manifest.Consistency);
            domain.BeginBackup(BackupXml.Job(all, targets, parent?.Id), checkpoint);
        }

        repository.WriteRuns(manifest);
    }

    private void CopyOff(Disk disk, CopiedDisk copied)
    {
        using var source = Find(disk);
        repository.Pool.CreateFrom(VolumeXml.Empty(copied.Volume, copied.Capacity), source).Dispose();
    }

    private VolumeHandle Find(Disk disk)
    {
        if (disk is { Pool: { } pool, Volume: { } volume })
        {
            using var known = connection.LookupPool(pool);
            return known.Lookup(volume);
        }

        return (disk.Path is { } path ? Volumes.Find(connection, path) : null) ?? throw new PlatformException(
            PlatformError.Unsupported, $"the disk {disk.Target} is in no storage pool of the host, and is copied while the VM is on only; define a pool for its folder");
    }

    /// <summary>The parent, where the disks still keep track of what changed since it.</summary>
    private Manifest? Parent(List<Disk> disks)
    {
        if (order is not { Kind: BackupKind.Incremental, Parent: { } wanted } || !IsOn) return null;
        using var checkpoint = VirtHandle.OrNull(() => domain.LookupCheckpoint(wanted.Id));
        if (checkpoint is null || repository.Find(wanted.Id) is not { } parent || parent.Vm != domain.GetUuid()) return null;
        var now = disks.Select(disk => (disk.Target, domain.GetCapacity(disk.Target))).Order();
        return now.SequenceEqual(parent.Disks.Select(disk => (disk.Target, disk.Capacity)).Order()) && KeepsTrack(parent.Disks) ? parent : null;
    }

    /// <summary>Only qcow2 of the newer format does, and not beside snapshots.</summary>
    private bool KeepsTrack(ImmutableArray<CopiedDisk> copied)
    {
        if (copied.Any(disk => disk.Format != "qcow2")) return false;
        var snapshots = domain.ListSnapshots();
        foreach (var snapshot in snapshots) snapshot.Dispose();
        return snapshots.Length == 0 && Disk.Of(_shown).Where(disk => disk.Own).All(IsOfNewerFormat);
    }

    private bool IsOfNewerFormat(Disk disk)
    {
        using var volume = VirtHandle.OrNull(() => Find(disk));
        return volume is not null && VolumeXml.IsNewerQcow2(volume.GetXml());
    }

    /// <exception cref="PlatformException"><see cref="PlatformError.Invalid"/>.</exception>
    private void RefuseTheSameStorage(List<Disk> disks)
    {
        if (!order.OnlyCopy) return;
        var pools = Pools.Read(connection);
        if (disks.Select(pools.Of).OfType<string>().FirstOrDefault(pool => pools.Overlap(pool, repository.Name)) is { } same)
            throw new PlatformException(PlatformError.Invalid, $"the VM is on the storage '{same}'; its only copy must be somewhere else than in '{repository.Name}'");
    }

    /// <exception cref="PlatformException"><see cref="PlatformError.Conflict"/>.</exception>
    private void Require(Consistency consistency)
    {
        if (consistency < order.AtLeast)
        {
            throw new PlatformException(
                PlatformError.Conflict,
                "the guest could not be asked to write out its data: that needs QEMU's guest agent in it. Install it, shut the VM down first, or be content with less");
        }
    }

    /// <summary>virDomainShutoffReason 1: the guest has shut itself down, with its file systems. Otherwise its power was cut, as far as is known.</summary>
    private Consistency ConsistencyOfOff() => domain.GetState() is { State: 5, Reason: 1 } ? Consistency.Filesystem : Consistency.Crash;
}
