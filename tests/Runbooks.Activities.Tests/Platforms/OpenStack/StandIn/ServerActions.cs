using System.Text.Json;

namespace Runbooks.Activities.Tests.Platforms.OpenStack.StandIn;

/// <summary>Nova: what is asked of a server, refused where its state or its task forbids it, and done later.</summary>
internal sealed class ServerActions(World world, CloudFaults faults)
{
    public void AddTo(Dictionary<string, Func<Call, object?>> routes)
    {
        routes["os-start"] = call => Simple(call, "os-start", "start", "powering-on", 4, ["SHUTOFF"], Start);
        routes["os-stop"] = Stop;
        routes["suspend"] = call => Simple(call, "suspend", "suspend", "suspending", 5, ["ACTIVE"], server => server.Become("SUSPENDED", 4));
        routes["resume"] = call => Simple(call, "resume", "resume", "resuming", 3, ["SUSPENDED"], server => server.Become("ACTIVE", 1));
        routes["unpause"] = call => Simple(call, "unpause", "unpause", "unpausing", 1, ["PAUSED"], server => server.Become("ACTIVE", 1));
        routes["unshelve"] = call => Simple(call, "unshelve", "unshelve", "spawning", 8, ["SHELVED", "SHELVED_OFFLOADED"], server => server.Become("ACTIVE", 1));
        routes["reboot"] = Reboot;
        routes["resize"] = Resize;
        routes["confirmResize"] = Confirm;
        routes["createImage"] = CreateImage;
        routes["rebuild"] = Rebuild;
        routes["os-migrateLive"] = Migrate;
    }

    private static void Check(SimulatedServer server, string action, params string[] statuses)
    {
        if (server.Task is not null) throw Refusal.Conflict($"Cannot '{action}' instance {server.Id} while it is in task_state {server.Task}");
        if (!statuses.Contains(server.Status)) throw Refusal.Conflict($"Cannot '{action}' instance {server.Id} while it is in vm_state {server.Status.ToLowerInvariant()}");
    }

    private object? Simple(Call call, string member, string action, string task, int seconds, string[] statuses, Action<SimulatedServer> end)
    {
        if (call.Only(member).ValueKind != JsonValueKind.Null) throw Refusal.BadRequest($"Invalid input for field/attribute {member}. None is required");
        Begin(call, action, task, TimeSpan.FromSeconds(seconds), statuses, end);
        return null;
    }

    private SimulatedServer Begin(Call call, string action, string task, TimeSpan takes, string[] statuses, Action<SimulatedServer> end)
    {
        var server = world.Find(call[2], call.User);
        Check(server, action, statuses);
        server.Begin(call.RequestId, action, task, takes, () =>
        {
            end(server);
            if (server.Actions[^1].Details is null) world.Effects.Add((action, server.Id));
        });
        return server;
    }

    private void Start(SimulatedServer server)
    {
        if (faults.NoCapacity) server.Fail("internal error: process exited while connecting to monitor: cannot set up guest memory 'pc.ram': Cannot allocate memory");
        else server.Become("ACTIVE", 1);
    }

    private object? Stop(Call call)
    {
        // A guest that does not listen loses its power after a minute.
        var takes = world.Find(call[2], call.User).Deaf ? 60 : 8;
        return Simple(call, "os-stop", "stop", "powering-off", takes, ["ACTIVE", "ERROR"], server => server.Become("SHUTOFF", 4));
    }

    private object? Reboot(Call call)
    {
        var isHard = call.Object("reboot", "type").GetProperty("type").GetString() switch
        {
            "HARD" => true,
            "SOFT" => false,
            var other => throw Refusal.BadRequest($"Invalid input for field/attribute type. Value: {other}."),
        };
        string[] statuses = isHard ? ["ACTIVE", "SHUTOFF", "SUSPENDED", "PAUSED", "ERROR"] : ["ACTIVE"];
        var server = Begin(call, "reboot", isHard ? "rebooting_hard" : "rebooting", TimeSpan.FromSeconds(5), statuses, rebooted => rebooted.Become("ACTIVE", 1));
        server.Status = isHard ? "HARD_REBOOT" : "REBOOT";
        return null;
    }

    private object? Resize(Call call)
    {
        var wanted = call.Object("resize", "flavorRef").GetProperty("flavorRef").GetString();
        var flavor = World.Flavors.FirstOrDefault(each => each.Id == wanted) ?? throw Refusal.BadRequest("Unable to locate requested flavor.");
        var server = world.Find(call[2], call.User);
        Check(server, "resize", "ACTIVE", "SHUTOFF");
        if (flavor == server.Flavor) throw Refusal.BadRequest("When resizing, instances must change flavor!");
        if (flavor.Disk < server.Flavor.Disk) throw Refusal.BadRequest("Resize to smaller flavor disk is not supported.");
        var power = server.Power;
        Begin(call, "resize", "resize_prep", TimeSpan.FromSeconds(7), ["ACTIVE", "SHUTOFF"], resized =>
        {
            if (faults.NoCapacity)
            {
                resized.Fail("No valid host was found. No valid host found for resize");
                resized.Become(power == 1 ? "ACTIVE" : "SHUTOFF", power);
                return;
            }

            (resized.Reserve, resized.Flavor) = (resized.Flavor, flavor);
            resized.Become("VERIFY_RESIZE", power);
        });
        server.Status = "RESIZE";
        return null;
    }

    private object? Confirm(Call call)
    {
        if (call.Only("confirmResize").ValueKind != JsonValueKind.Null) throw Refusal.BadRequest("Invalid input for field/attribute confirmResize.");
        var server = world.Find(call[2], call.User);
        Check(server, "confirmResize", "VERIFY_RESIZE");
        if (server.Reserve is null) throw Refusal.BadRequest("Instance has not been resized.");
        server.Reserve = null;
        // It is being confirmed without a task to be seen.
        server.Begin(call.RequestId, "confirmResize", null, TimeSpan.FromSeconds(3), () => server.Become(server.Power == 1 ? "ACTIVE" : "SHUTOFF", server.Power));
        return null;
    }

    private object CreateImage(Call call)
    {
        var asked = call.Object("createImage", "name", "metadata");
        var properties = ServerJson.Metadata(asked.GetProperty("metadata"));
        var image = new CloudImage($"aaaaaaaa-0000-4000-8000-{world.Stored.Count + 100:x12}", asked.GetProperty("name").GetString()!, world.Clock.GetUtcNow())
        {
            Status = "queued", Properties = new(properties) { ["image_type"] = "snapshot" },
        };
        var volumes = world.Find(call[2], call.User) is { FromVolume: true } booted ? booted.Volumes : [];
        if (volumes.Count > 0)
        {
            // Such an image is there at once, and empty; what it stands on comes later.
            (image.Status, image.Size) = ("active", 0);
            image.Properties["block_device_mapping"] = JsonSerializer.Serialize(volumes.Select((volume, at) => new { source_type = "snapshot", destination_type = "volume", snapshot_id = Snapshot(volume.Id), boot_index = volumes.Count - 1 - at }));
        }

        // What is counted is which of the two it is for.
        Begin(call, properties.ContainsKey("runbooks_backup") ? "back-up" : "createImage", "image_snapshot", TimeSpan.FromSeconds(9), ["ACTIVE", "SHUTOFF", "SUSPENDED", "PAUSED"], _ => image.Status = "active");
        world.Stored.Add(image);
        return new { image_id = image.Id };
    }

    private string Snapshot(string volume)
    {
        if (faults.SnapshotsFail) throw new Refusal(413, "overLimit", "SnapshotLimitExceeded: Maximum number of snapshots allowed (10) exceeded");
        var made = new Block(world.Clock, $"77777777-0000-4000-8000-{world.VolumeSnapshots.Count + 1:x12}", "snapshot", "creating") { Volume = volume };
        made.Begin("creating", "available", 14);
        world.VolumeSnapshots.Add(made);
        return made.Id;
    }

    private object Rebuild(Call call)
    {
        var wanted = call.Object("rebuild", "imageRef").GetProperty("imageRef").GetString();
        if (!world.Stored.Exists(each => each.Id == wanted && each.Status == "active")) throw Refusal.BadRequest("Cannot find image for rebuild");
        var status = world.Find(call[2], call.User).Status;
        var server = Begin(call, "rebuild", "rebuilding", TimeSpan.FromSeconds(9), ["ACTIVE", "SHUTOFF", "ERROR"], rebuilt => (rebuilt.Status, rebuilt.Image) = (status, wanted!));
        server.Status = "REBUILD";
        return new { server = ServerJson.Of(server, call.User, world) };
    }

    private object? Migrate(Call call)
    {
        call.NeedAdministrator("os_compute_api:os-migrate-server:migrate_live");
        var asked = call.Object("os-migrateLive", "host", "block_migration");
        var wanted = asked.GetProperty("host").GetString()!;
        if (asked.GetProperty("block_migration").GetString() != "auto") throw Refusal.BadRequest("Invalid input for field/attribute block_migration.");
        if (!world.Hosts.Exists(each => each.Name == wanted)) throw Refusal.BadRequest($"Compute host {wanted} not found.");
        var source = world.Find(call[2], call.User).Host!;
        var migration = new CloudMigration(world.Migrations.Count + 1, call[2], source, wanted);
        var server = Begin(call, "live-migration", "migrating", TimeSpan.FromSeconds(10), ["ACTIVE", "PAUSED"], moved => Arrive(moved, migration));
        server.Status = "MIGRATING";
        world.Migrations.Add(migration);
        return null;
    }

    /// <summary>What Nova finds out after it took the request.</summary>
    private void Arrive(SimulatedServer server, CloudMigration migration)
    {
        server.Status = "ACTIVE";
        var isFit = world.Hosts.Exists(host => host is { State: "up", Status: "enabled" } && host.Name == migration.Target);
        if (migration.Status == "running") migration.Status = isFit && !faults.NoCapacity ? "completed" : "error";
        if (migration.Status == "completed") server.Host = migration.Target;
        else server.Fail(migration.Status == "cancelled" ? "Live migration was aborted" : "No valid host was found. ");
    }
}
