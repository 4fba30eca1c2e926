using System.Text.Json;
using System.Text.RegularExpressions;

namespace Runbooks.Activities.Tests.Platforms.OpenStack.StandIn;

/// <summary>Nova: servers and their sizes, but for actions on them.</summary>
internal sealed partial class ServerCalls(World world, CloudFaults faults)
{
    private const string Servers = "/compute/v2.1/servers";

    public void AddTo(Dictionary<string, Func<Call, object?>> routes)
    {
        routes["GET /compute/v2.1"] = _ => new { version = new { id = "v2.1", status = "CURRENT", version = world.Versions.Newest, min_version = world.Versions.Oldest } };
        routes[$"GET {Servers}/detail"] = List;
        routes[$"POST {Servers}"] = Create;
        routes[$"GET {Servers}/*"] = call => new { server = ServerJson.Of(Named(call), call.User, world) };
        routes[$"DELETE {Servers}/*"] = Delete;
        routes[$"POST {Servers}/*/metadata"] = SetMetadata;
        routes[$"DELETE {Servers}/*/metadata/*"] = RemoveMetadata;
        routes[$"DELETE {Servers}/*/tags/*"] = RemoveTag;
        routes[$"GET {Servers}/*/os-instance-actions/*"] = Action;
        routes[$"GET {Servers}/*/diagnostics"] = Diagnostics;
        routes[$"GET {Servers}/*/os-volume_attachments"] = call =>
        {
            var volumes = Named(call).Volumes;
            return new { volumeAttachments = volumes.Select((volume, at) => new { id = volume.Id, volumeId = volume.Id, serverId = call[2], device = $"/dev/vd{(char)('a' + volumes.Count - 1 - at)}" }) };
        };
        routes["GET /compute/v2.1/flavors/detail"] = Flavors;
        routes[$"GET {Servers}/*/os-interface"] = call => new { interfaceAttachments = Interfaces(Named(call)) };
        routes[$"POST {Servers}/*/os-interface"] = Attach;
    }

    private SimulatedServer Named(Call call) => world.Find(call[2], call.User);

    private Dictionary<string, object> List(Call call)
    {
        var isForAll = call.Get("all_tenants") == "1";
        if (isForAll) call.NeedAdministrator("os_compute_api:servers:detail:get_all_tenants");
        var found = world.Servers.Where(server => isForAll || server.Project == call.User.Project);
        if (call.Get("name") is { } expression) found = found.Where(server => Regex.IsMatch(server.Name, expression, RegexOptions.IgnoreCase));
        var (page, isMore) = world.PageOf(found.OrderByDescending(server => server.Created).ThenByDescending(server => server.Id).ToList(), server => server.Id, call);
        var answer = new Dictionary<string, object> { ["servers"] = page.Select(server => ServerJson.Of(server, call.User, world)) };
        if (isMore) answer["servers_links"] = new[] { new { rel = "next", href = "…" } };
        return answer;
    }

    private object Create(Call call)
    {
        var asked = call.Object("server", "name", "imageRef", "flavorRef", "networks", "metadata", "user_data", "host", "block_device_mapping_v2");
        string? Text(string name) => asked.TryGetProperty(name, out var value) ? value.GetString() : null;
        var flavor = World.Flavors.FirstOrDefault(each => each.Id == Text("flavorRef")) ?? throw Refusal.BadRequest($"Flavor {Text("flavorRef")} could not be found.");
        var volumes = Devices(asked);
        var image = volumes.Count > 0 ? null : world.Stored.Find(each => each.Id == Text("imageRef") && each.Status == "active") ?? throw Refusal.BadRequest("Can not find requested image");
        CheckNetworks(asked);
        if (Text("host") is { } host)
        {
            call.NeedAdministrator("compute:servers:create:requested_destination");
            if (!world.Hosts.Exists(each => each.Name == host)) throw Refusal.BadRequest($"Compute host {host} could not be found.");
        }

        var metadata = asked.TryGetProperty("metadata", out var given) ? ServerJson.Metadata(given) : [];
        var made = world.Add(new SimulatedServer(world.Clock)
        {
            Id = world.NewId(), Name = Text("name")!, Project = call.User.Project, Flavor = flavor, Image = image?.Id ?? "", FromVolume = image is null, Volumes = volumes, Host = null, Status = "BUILD", Power = 0,
            Metadata = metadata, UserData = Text("user_data"), Created = world.Clock.GetUtcNow(),
        });
        made.Begin(call.RequestId, "create", "scheduling", TimeSpan.FromSeconds(6), () => Place(made, Text("host")));
        return new { server = new { id = made.Id, links = Array.Empty<object>() } };
    }

    /// <summary>Volumes that are there and in no use, one of which is booted from.</summary>
    private List<(string Id, bool Deleted)> Devices(JsonElement asked)
    {
        if (!asked.TryGetProperty("block_device_mapping_v2", out var devices)) return [];
        var found = devices.EnumerateArray().Select(device => Call.Checked(device, "uuid", "source_type", "destination_type", "boot_index", "delete_on_termination"))
            .OrderByDescending(device => device.GetProperty("boot_index").GetInt32())
            .Select(device => (Volume: world.Volumes.Find(each => each.Id == device.GetProperty("uuid").GetString()), Index: device.GetProperty("boot_index").GetInt32())).ToList();
        if (found.Exists(each => each.Volume?.Status != "available")) throw Refusal.BadRequest("Invalid volume: volume status must be 'available'.");
        if (found.Find(each => each.Index == 0).Volume is not { Bootable: true }) throw Refusal.BadRequest("Block Device is not bootable.");
        foreach (var (volume, _) in found) volume!.Status = "in-use";
        return [.. found.Select(each => (each.Volume!.Id, true))];
    }

    private void Place(SimulatedServer server, string? wanted)
    {
        var host = world.Hosts.FirstOrDefault(each => each.State == "up" && (wanted is null ? each.Status == "enabled" : each.Name == wanted));
        if (host is null || faults.NoCapacity)
        {
            (server.Status, server.FaultMessage) = ("ERROR", "No valid host was found. There are not enough hosts available.");
            server.Fail(server.FaultMessage);
            return;
        }

        (server.Host, server.Launched) = (host.Name, world.Clock.GetUtcNow());
        server.Become("ACTIVE", 1);
        // By its name, since that is what is known of it before it is made.
        world.Effects.Add((world.Stored.Find(image => image.Id == server.Image)?.Properties.ContainsKey("runbooks_backup") == true ? "restore" : "create", server.Name));
    }

    private void CheckNetworks(JsonElement asked)
    {
        if (!asked.TryGetProperty("networks", out var networks)) throw Refusal.BadRequest("Invalid input for field/attribute server. 'networks' is a required property");
        if (networks.ValueKind == JsonValueKind.String)
        {
            if (networks.GetString() is not ("auto" or "none")) throw Refusal.BadRequest("Invalid input for field/attribute networks.");
            return;
        }

        foreach (var network in networks.EnumerateArray())
        {
            var id = Call.Checked(network, "uuid").GetProperty("uuid").GetString();
            if (!world.Networks.Exists(each => each.Id == id)) throw Refusal.BadRequest($"Network {id} could not be found.");
        }
    }

    private IEnumerable<object> Interfaces(SimulatedServer server) => server.Addresses.Select(_ => new
    {
        port_id = server.Id, net_id = world.Networks.First(network => network.Name == server.Network).Id, mac_addr = server.Mac, port_state = "ACTIVE",
    });

    private object Attach(Call call)
    {
        var asked = call.Object("interfaceAttachment", "net_id").GetProperty("net_id").GetString();
        var network = world.Networks.Find(each => each.Id == asked);
        if (network.Id is null) throw Refusal.BadRequest($"Network {asked} could not be found.");
        var server = Named(call);
        if (server.Task is not null) throw Refusal.Conflict($"Cannot 'attach_interface' instance {server.Id} while it is in task_state {server.Task}");
        server.Network = network.Name;
        server.Addresses.Add($"10.0.1.{world.Servers.IndexOf(server)}");
        return new { interfaceAttachment = new { port_id = server.Id, net_id = network.Id, mac_addr = server.Mac } };
    }

    private object? Delete(Call call)
    {
        var server = Named(call);
        server.Begin(call.RequestId, "delete", "deleting", TimeSpan.FromSeconds(3), () =>
        {
            world.Servers.Remove(server);
            world.Effects.Add(("delete", server.Id));
        });
        return null;
    }

    private object SetMetadata(Call call)
    {
        var server = Named(call);
        foreach (var (key, value) in ServerJson.Metadata(call.Only("metadata"))) server.Metadata[key] = value;
        world.Effects.Add(("metadata", server.Id));
        return new { metadata = server.Metadata };
    }

    private object? RemoveMetadata(Call call)
    {
        if (!Named(call).Metadata.Remove(Uri.UnescapeDataString(call[4]))) throw Refusal.NotFound("Metadata item was not found");
        world.Effects.Add(("metadata", call[2]));
        return null;
    }

    private object? RemoveTag(Call call) =>
        Named(call).Tags.Remove(Uri.UnescapeDataString(call[4])) ? null : throw Refusal.NotFound($"Server {call[2]} has no tag '{call[4]}'");

    private object Action(Call call)
    {
        var action = Named(call).Actions.Find(each => each.RequestId == call[4]) ?? throw Refusal.NotFound($"Action for request_id {call[4]} on instance {call[2]} not found");
        var events = new[]
        {
            new
            {
                @event = $"compute_{action.Action}_instance", result = action.Details is null ? "Success" : "Error", details = action.Details,
                traceback = call.User.IsAdministrator && action.Details is not null ? "  File \"/usr/lib/python3/dist-packages/nova/compute/utils.py\", line 1\n" : null,
            },
        };
        return new { instanceAction = new { action = action.Action, request_id = action.RequestId, message = action.Details is null ? null : "Error", events } };
    }

    private object Diagnostics(Call call)
    {
        call.NeedAdministrator("os_compute_api:os-server-diagnostics");
        var server = Named(call);
        if (server.Power != 1) throw Refusal.Conflict($"Cannot 'get_diagnostics' instance {server.Id} while it is in power state shutdown");
        // A quarter of its CPUs, and 100 bytes a second each way.
        var ran = world.Counts ? world.Clock.GetUtcNow() - World.At : TimeSpan.Zero;
        var (cpu, bytes) = (server.Counted.Cpu + (long)(ran.TotalSeconds * 1e9 / 4), server.Counted.Bytes + (long)(ran.TotalSeconds * 100));
        return new
        {
            state = "running", driver = "libvirt", hypervisor = "kvm", hypervisor_os = "linux", uptime = 1, config_drive = false, num_cpus = server.Flavor.Cpus,
            num_disks = 1, num_nics = 1, memory_details = new { maximum = server.Flavor.Ram, used = server.Flavor.Ram },
            cpu_details = Enumerable.Range(0, server.Flavor.Cpus).Select(id => new { id, time = cpu, utilisation = (int?)null }),
            disk_details = new[] { new { read_bytes = bytes, read_requests = 1, write_bytes = bytes, write_requests = 1, errors_count = -1 } },
            nic_details = new[] { new { mac_address = "01:23:45:67:89:ab", rx_octets = bytes, rx_errors = 0, tx_octets = bytes, tx_errors = 0 } },
        };
    }

    private Dictionary<string, object> Flavors(Call call)
    {
        var (page, isMore) = world.PageOf(World.Flavors, flavor => flavor.Id, call);
        var answer = new Dictionary<string, object>
        {
            ["flavors"] = page.Select(flavor => new
            {
                id = flavor.Id, name = flavor.Name, vcpus = flavor.Cpus, ram = flavor.Ram, disk = flavor.Disk, swap = 0, extra_specs = ServerJson.Extra(flavor),
            }),
        };
        if (isMore) answer["flavors_links"] = new[] { new { rel = "next", href = "…" } };
        return answer;
    }

    [GeneratedRegex(@"^[a-zA-Z0-9-_:. ]{1,255}$")]
    internal static partial Regex MetadataKey();
}
