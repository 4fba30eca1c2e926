using System.Security.Cryptography;
using Runbooks.Activities.Platforms.Libvirt.Native;

namespace Runbooks.Activities.Platforms.Libvirt.Backups;

/// <summary>Reads copies back, through libvirt: they are on its host. All calls block.</summary>
internal static class CopyReading
{
    /// <summary>How large the file is, what is in it, and what it says that it stands on.</summary>
    public static (long Bytes, string Sha256, string? StandsOn) Read(ConnectHandle connection, VolumeHandle volume, Action<long>? read = null)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var head = new MemoryStream();
        var bytes = 0L;
        volume.Download(connection, piece =>
        {
            hash.AppendData(piece);
            if (head.Length < Qcow2Head.Size) head.Write(piece[..(int)Math.Min(piece.Length, Qcow2Head.Size - head.Length)]);
            bytes += piece.Length;
            read?.Invoke(bytes);
        });
        return (bytes, Convert.ToHexStringLower(hash.GetHashAndReset()), Qcow2Head.BackingFile(head.ToArray()));
    }

    /// <summary>What is wrong with a copy and with what it stands on; null where nothing is.</summary>
    /// <param name="read">Told the share that was read.</param>
    public static string? Problem(ConnectHandle connection, Repository repository, Manifest copy, Action<double> read)
    {
        try
        {
            var chain = repository.Chain(copy);
            var (all, before) = (Math.Max(1, chain.Sum(link => link.Disks.Sum(disk => disk.Bytes ?? 0))), 0L);
            foreach (var link in chain)
            {
                foreach (var disk in link.Disks)
                {
                    var under = chain.FirstOrDefault(other => other.Id == link.Parent)?.Disks.FirstOrDefault(other => other.Target == disk.Target);
                    if (Problem(connection, repository, disk, under, bytes => read((double)(before + bytes) / all)) is { } problem) return problem;
                    before += disk.Bytes ?? 0;
                }
            }

            return null;
        }
        catch (PlatformException error) when (error.Error == PlatformError.Invalid)
        {
            return error.Message;
        }
    }

    private static string? Problem(ConnectHandle connection, Repository repository, CopiedDisk disk, CopiedDisk? under, Action<long> read)
    {
        using var volume = repository.Volume(disk.Volume);
        if (volume is null) return $"{disk.Volume} is gone";
        var (bytes, hash, standsOn) = Read(connection, volume, read);
        if (bytes != disk.Bytes) return $"{disk.Volume} has {bytes} bytes, and had {disk.Bytes}";
        if (hash != disk.Sha256) return $"{disk.Volume} is not what was written: another checksum";
        return standsOn == under?.Volume ? null : $"{disk.Volume} stands on {standsOn ?? "nothing"}, and not on {under?.Volume ?? "nothing"}";
    }
}
