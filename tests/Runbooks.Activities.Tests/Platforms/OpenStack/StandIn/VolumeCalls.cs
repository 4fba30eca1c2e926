using System.Globalization;
using System.Text.Json;

namespace Runbooks.Activities.Tests.Platforms.OpenStack.StandIn;

/// <summary>Cinder: volumes, their snapshots and their backups, refused where their status or the quota forbids it.</summary>
internal sealed class VolumeCalls(World world, CloudFaults faults)
{
    private const string Root = "/volume/v3/*";
    private int _made;

    public void AddTo(Dictionary<string, Func<Call, object?>> routes)
    {
        routes[$"GET {Root}/volumes/detail"] = call => List(call, "volumes", world.Volumes, Volume);
        routes[$"GET {Root}/backups/detail"] = call => List(call, "backups", world.Backups, Backup);
        routes[$"GET {Root}/snapshots/*"] = call => new { snapshot = Shown(Find(world.VolumeSnapshots, call[3], "Snapshot")) };
        routes[$"DELETE {Root}/snapshots/*"] = call => Delete(Find(world.VolumeSnapshots, call[3], "Snapshot"), "Invalid snapshot: Volume Snapshot status must be available or error");
        routes[$"DELETE {Root}/backups/*"] = call => Delete(Find(world.Backups, call[3], "Backup"), "Invalid backup: Backup status must be available or error");
        routes[$"POST {Root}/backups"] = Create;
        routes[$"POST {Root}/backups/*/restore"] = Restore;
        routes["os-set_bootable"] = call =>
        {
            var asked = call.Object("os-set_bootable", "bootable");
            Find(world.Volumes, call[3], "Volume").Bootable = asked.GetProperty("bootable").GetBoolean();
            return null;
        };
    }

    private Dictionary<string, object> List(Call call, string what, List<Block> all, Func<Block, object> shown)
    {
        var name = call.Get("name") ?? throw Refusal.BadRequest("This stand-in wants to be asked for a name");
        var (page, isMore) = world.PageOf(all.Where(each => each.Name == name).ToList(), each => each.Id, call);
        var answer = new Dictionary<string, object> { [what] = page.Select(shown) };
        if (isMore) answer[what + "_links"] = new[] { new { rel = "next", href = "…" } };
        return answer;
    }

    private static Block Find(List<Block> all, string id, string what) =>
        all.Find(each => each.Id == id) ?? throw Refusal.NotFound($"{what} {id} could not be found.");

    private static object? Delete(Block block, string refusal)
    {
        if (block.Status is not ("available" or "error")) throw Refusal.BadRequest(refusal);
        block.Begin("deleting", "gone", 3);
        return null;
    }

    private object Create(Call call)
    {
        var asked = call.Object("backup", "volume_id", "name", "metadata", "force", "incremental");
        var volume = Find(world.Volumes, asked.GetProperty("volume_id").GetString()!, "Volume");
        if (volume.Status == "in-use" && !(asked.TryGetProperty("force", out var force) && force.GetBoolean()))
            throw Refusal.BadRequest("Invalid volume: Backing up an in-use volume must use the force flag.");
        if (volume.Status is not ("in-use" or "available")) throw Refusal.BadRequest($"Invalid volume: Volume to be backed up must be available or in-use, but the current status is \"{volume.Status}\".");
        if (world.Backups.Count >= world.BackupQuota) throw new Refusal(413, "overLimit", $"BackupLimitExceeded: Maximum number of backups allowed ({world.BackupQuota}) exceeded");
        var made = new Block(world.Clock, Id("99999999"), asked.GetProperty("name").GetString()!, "creating")
        {
            Volume = volume.Id, Size = volume.Size, Metadata = asked.GetProperty("metadata").Deserialize<Dictionary<string, string>>()!,
        };
        if (faults.BackupsFail) made.FailReason = "The backup service could not reach its store";
        made.Begin("creating", faults.BackupsFail ? "error" : "available", 7);
        world.Backups.Add(made);
        return new { backup = new { id = made.Id, name = made.Name } };
    }

    private object Restore(Call call)
    {
        var backup = Find(world.Backups, call[3], "Backup");
        if (backup.Status != "available") throw Refusal.BadRequest("Invalid backup: Backup status must be available");
        var asked = call.Object("restore", "name");
        if (world.Volumes.Count >= world.VolumeQuota) throw new Refusal(413, "overLimit", $"VolumeLimitExceeded: Maximum number of volumes allowed ({world.VolumeQuota}) exceeded for quota 'volumes'.");
        var made = new Block(world.Clock, Id("88888888"), asked.GetProperty("name").GetString()!, "creating") { Size = backup.Size };
        made.Begin("restoring-backup", "available", 9);
        backup.Begin("restoring", "available", 9);
        world.Volumes.Add(made);
        return new { restore = new { backup_id = backup.Id, volume_id = made.Id, volume_name = made.Name } };
    }

    private static object Volume(Block block) => new { id = block.Id, name = block.Name, status = block.Status, size = block.Size, bootable = block.Bootable ? "true" : "false", created_at = Time(block) };

    private static object Backup(Block block) => new
    {
        id = block.Id, name = block.Name, status = block.Status, size = block.Size, volume_id = block.Volume, metadata = block.Metadata, fail_reason = block.FailReason, created_at = Time(block),
    };

    private static object Shown(Block block) => new { id = block.Id, name = block.Name, status = block.Status, volume_id = block.Volume };

    private string Id(string begin) => $"{begin}-0000-4000-8000-{++_made:x12}";

    private static string Time(Block block) => block.Created.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
