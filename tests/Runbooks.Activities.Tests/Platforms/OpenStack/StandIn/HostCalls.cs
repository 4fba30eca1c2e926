namespace Runbooks.Activities.Tests.Platforms.OpenStack.StandIn;

/// <summary>Nova: hypervisors, compute services and migrations, for administrators.</summary>
internal sealed class HostCalls(World world)
{
    public void AddTo(Dictionary<string, Func<Call, object?>> routes)
    {
        routes["GET /compute/v2.1/os-hypervisors/detail"] = List;
        routes["GET /compute/v2.1/os-hypervisors/*"] = call =>
        {
            call.NeedAdministrator("os_compute_api:os-hypervisors:show");
            return new { hypervisor = Shown(world.Hosts.Find(host => host.Id == call[2]) ?? throw Refusal.NotFound($"Hypervisor with ID '{call[2]}' could not be found.")) };
        };
        routes["GET /compute/v2.1/os-services"] = Services;
        routes["PUT /compute/v2.1/os-services/*"] = Change;
        routes["GET /compute/v2.1/os-migrations"] = Migrations;
        routes["DELETE /compute/v2.1/servers/*/migrations/*"] = Abort;
    }

    private Dictionary<string, object> List(Call call)
    {
        call.NeedAdministrator("os_compute_api:os-hypervisors:list-detail");
        var (page, isMore) = world.PageOf(world.Hosts, host => host.Id, call);
        var answer = new Dictionary<string, object> { ["hypervisors"] = page.Select(Shown) };
        if (isMore) answer["hypervisors_links"] = new[] { new { rel = "next", href = "…" } };
        return answer;
    }

    private static object Shown(CloudHost host) => new
    {
        id = host.Id, hypervisor_hostname = host.Name + ".example.com", state = host.State, status = host.Status, hypervisor_type = "QEMU", vcpus = 64, memory_mb = 262144,
        service = new { id = host.Service, host = host.Name, disabled_reason = host.Reason },
    };

    private object Services(Call call)
    {
        call.NeedAdministrator("os_compute_api:os-services:list");
        if (call.Get("binary") != "nova-compute") throw Refusal.BadRequest("This stand-in shows compute services only");
        return new { services = world.Hosts.Select(host => new { id = host.Service, host = host.Name, binary = "nova-compute", zone = "nova", status = host.Status, state = host.State }) };
    }

    private object Change(Call call)
    {
        call.NeedAdministrator("os_compute_api:os-services:update");
        var host = world.Hosts.Find(each => each.Service == call[2]) ?? throw Refusal.NotFound($"Service {call[2]} could not be found.");
        var body = Call.Checked(call.Body, "status", "disabled_reason");
        var status = body.GetProperty("status").GetString();
        if (status is not ("enabled" or "disabled")) throw Refusal.BadRequest("Invalid input for field/attribute status.");
        if (status != host.Status) world.Effects.Add((status, host.Id));
        (host.Status, host.Reason) = (status, body.TryGetProperty("disabled_reason", out var reason) ? reason.GetString() : null);
        return new { service = new { id = host.Service, host = host.Name, status } };
    }

    private object Migrations(Call call)
    {
        call.NeedAdministrator("os_compute_api:os-migrations:index");
        var (server, type) = (call.Get("instance_uuid"), call.Get("migration_type"));
        if (type is not "live-migration") throw Refusal.BadRequest("This stand-in knows live migrations only");
        return new
        {
            migrations = world.Migrations.Where(each => each.Server == server).OrderByDescending(each => each.Id).Select(each => new
            {
                id = each.Id, instance_uuid = each.Server, source_compute = each.Source, dest_compute = each.Target, status = each.Status, migration_type = "live-migration",
            }),
        };
    }

    private object? Abort(Call call)
    {
        call.NeedAdministrator("os_compute_api:servers:migrations:delete");
        var migration = world.Migrations.Find(each => each.Id.ToString(System.Globalization.CultureInfo.InvariantCulture) == call[4] && each.Server == call[2])
            ?? throw Refusal.NotFound($"Migration {call[4]} for server {call[2]} could not be found.");
        if (migration.Status != "running") throw Refusal.BadRequest($"Migration {migration.Id} state of instance {migration.Server} is {migration.Status}. Cannot abort.");
        migration.Status = "cancelled";
        return null;
    }
}
