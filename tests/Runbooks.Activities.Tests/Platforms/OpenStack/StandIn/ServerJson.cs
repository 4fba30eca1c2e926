using System.Text.Json;

namespace Runbooks.Activities.Tests.Platforms.OpenStack.StandIn;

/// <summary>Servers as Nova writes them, for those who may see their hosts and for the others.</summary>
internal static class ServerJson
{
    public static Dictionary<string, object?> Of(SimulatedServer server, User user, World world)
    {
        var shown = new Dictionary<string, object?>
        {
            ["id"] = server.Id,
            ["name"] = server.Name,
            ["status"] = server.Status,
            ["tenant_id"] = server.Project,
            ["created"] = server.Created.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
            ["metadata"] = server.Metadata,
            ["tags"] = server.Tags,
            ["image"] = server.FromVolume ? "" : new { id = server.Image },
            ["flavor"] = new { original_name = server.Flavor.Name, vcpus = server.Flavor.Cpus, ram = server.Flavor.Ram, disk = server.Flavor.Disk, ephemeral = 0, swap = 0, extra_specs = Extra(server.Flavor) },
            ["addresses"] = server.Addresses.Count == 0 ? new { } : (object)new Dictionary<string, object> { [server.Network] = server.Addresses.Select(address => new Dictionary<string, object> { ["version"] = 4, ["addr"] = address, ["OS-EXT-IPS-MAC:mac_addr"] = server.Mac, ["OS-EXT-IPS:type"] = "fixed" }) },
            ["OS-EXT-STS:task_state"] = server.Task,
            ["OS-EXT-STS:power_state"] = server.Power,
            ["OS-EXT-AZ:availability_zone"] = server.Host is null ? "" : "nova",
            ["OS-SRV-USG:launched_at"] = server.Launched?.ToString("yyyy-MM-dd'T'HH:mm:ss.000000", System.Globalization.CultureInfo.InvariantCulture),
            ["os-extended-volumes:volumes_attached"] = server.Volumes.Select(volume => new { id = volume.Id, delete_on_termination = volume.Deleted }),
        };
        if (server.Status == "ERROR" && server.FaultMessage is { } fault) shown["fault"] = new { code = 500, created = "2026-01-15T09:00:00Z", message = fault };
        if (!user.IsAdministrator) return shown;
        shown["OS-EXT-SRV-ATTR:host"] = server.Host;
        var host = world.Hosts.Find(each => each.Name == server.Host);
        shown["host_status"] = host is null ? "" : host.State == "down" ? "DOWN" : host.Status == "disabled" ? "MAINTENANCE" : "UP";
        return shown;
    }

    public static Dictionary<string, string> Extra(CloudFlavor flavor) => flavor.Extra is { } extra ? new() { [extra.Key] = extra.Value } : [];

    public static Dictionary<string, string> Metadata(JsonElement given)
    {
        var read = given.Deserialize<Dictionary<string, string>>()!;
        var wrong = read.Keys.FirstOrDefault(key => !ServerCalls.MetadataKey().IsMatch(key));
        return wrong is null ? read : throw Refusal.BadRequest($"Invalid input for field/attribute metadata. '{wrong}' does not match any of the regexes");
    }
}
