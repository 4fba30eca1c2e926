using System.Text.Json;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.OpenStack;
using Runbooks.Lab.OpenStack;

namespace Runbooks.Activities.Tests.Platforms.OpenStack.Lab;

/// <summary>A server of a real Nova, on one of two hosts that only pretend. It is kept from test to test, where it can be brought back; not from
/// one run of the tests to the next, as the hosts forget their servers when the lab is started anew.</summary>
internal sealed class LabTestbed : PlatformTestbed, IFaultInjector
{
    private const string Name = "kept-01";

    private static bool hasOwn;

    private readonly LabCloud _cloud;
    private readonly Dictionary<string, int> _before;

    private LabTestbed(LabCloud cloud, string vm, Dictionary<string, int> before) => (_cloud, Vm, _before) = (cloud, vm, before);

    public override string Platform => OpenStackFactory.Name;

    public override string Vm { get; }

    public override IFaultInjector? Faults => this;

    /// <summary>The driver starts whatever it is asked to start: it has no want of room.</summary>
    public IReadOnlySet<PlatformFault> Injectable { get; } = Enum.GetValues<PlatformFault>().Except([PlatformFault.NoCapacity]).ToHashSet();

    public HurriedClock Clock { get; } = new(4);

    public LabCloud Cloud => _cloud;

    /// <summary>The driver uploads no image of a server, and its counters stand still.</summary>
    public OpenStackSettings Settings => new()
    {
        AuthUrl = _cloud.AuthUrl, UserName = LabCloud.User, Project = LabCloud.Project, Administrator = true, AllProjects = true,
        DefaultNetwork = "none", Snapshots = false, Metrics = false,
    };

    public static async Task<LabTestbed> OpenAsync()
    {
        var cloud = await LabCloud.OpenAsync();
        foreach (var host in new[] { "compute-a", "compute-b" })
        {
            await cloud.SetHostAsync(host, new { forced_down = false });
            await cloud.SetHostAsync(host, new { status = "enabled" });
        }

        var vm = await KeptAsync(cloud) ?? await cloud.CreateAsync(Name, LabCloud.Small);
        hasOwn = true;
        return new LabTestbed(cloud, vm, await CountAsync(cloud, vm));
    }

    public override IPlatform Connect() => Connect(Settings);

    public IPlatform Connect(OpenStackSettings settings) => new OpenStackPlatform(new OpenStackAccess(settings.Checked(), _cloud.Password), Clock);

    /// <summary>By Nova's own records: it keeps what was asked of a server, also of one that is gone.</summary>
    public override async Task<int?> CountEffectsAsync(PlatformOperation operation)
    {
        if (operation is PlatformOperation.Provision) return (await _cloud.ServersAsync()).Count(server => server.GetProperty("name").GetString() == operation.NativeId);
        string[]? actions = operation switch
        {
            PlatformOperation.PowerOn => ["start", "resume"],
            PlatformOperation.PowerOff or PlatformOperation.Shutdown => ["stop"],
            PlatformOperation.Restart or PlatformOperation.Reset => ["reboot"],
            PlatformOperation.Migrate => ["moved"],
            PlatformOperation.Suspend or PlatformOperation.Resize or PlatformOperation.Delete => [operation.Name],
            _ => null,
        };
        if (actions is null) return null;
        var now = await CountAsync(_cloud, operation.NativeId);
        return actions.Sum(action => now.GetValueOrDefault(action) - _before.GetValueOrDefault(action));
    }

    public async Task InjectAsync(PlatformFault fault, string vm)
    {
        switch (fault)
        {
            case PlatformFault.Unreachable: await OpenStackLab.RunAsync("service", "api", "crash"); break;
            case PlatformFault.Unauthorised: await _cloud.SetUserAsync(enabled: false); break;
            case PlatformFault.VmDeleted: await _cloud.DeleteAsync(vm); break;
            case PlatformFault.Busy: await SetTaskAsync("'image_snapshot'"); break;
            default:
                var host = (await _cloud.FindAsync(vm))!.Value.GetProperty("OS-EXT-SRV-ATTR:host").GetString()!;
                await _cloud.SetHostAsync(host, new { forced_down = true });
                break;
        }
    }

    public async Task MendAsync(PlatformFault fault)
    {
        switch (fault)
        {
            case PlatformFault.Unreachable: await OpenStackLab.RunAsync("service", "api", "start"); break;
            case PlatformFault.Unauthorised: await _cloud.SetUserAsync(enabled: true); break;
            case PlatformFault.Busy: await SetTaskAsync("null"); break;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await OpenStackLab.RunAsync("service", "api", "start");
        await SetTaskAsync("null");
        _cloud.Dispose();
    }

    private async Task SetTaskAsync(string task) =>
        await OpenStackLab.RunAsync("sql", $"update nova_cell1.instances set task_state = {task} where uuid = '{Vm}' and deleted = 0");

    /// <summary>The server of the test before, running and as it was made; null where it cannot be. All others are removed.</summary>
    private static async Task<string?> KeptAsync(LabCloud cloud)
    {
        var servers = await cloud.ServersAsync();
        var kept = servers.Where(server => hasOwn && IsUnchanged(server)).Select(server => server.GetProperty("id").GetString()!).FirstOrDefault();
        foreach (var other in servers.Select(server => server.GetProperty("id").GetString()!).Where(id => id != kept)) await cloud.DeleteAsync(other);
        if (kept is null) return null;
        // What the test before asked for may still be going on.
        await LabCloud.UntilAsync(async () => (await cloud.FindAsync(kept))?.GetProperty("OS-EXT-STS:task_state").ValueKind is null or JsonValueKind.Null, "the server is let go");
        switch ((await cloud.FindAsync(kept))?.GetProperty("status").GetString())
        {
            case "SHUTOFF": await cloud.ActAsync(kept, "os-start"); break;
            case "SUSPENDED": await cloud.ActAsync(kept, "resume"); break;
            case "ACTIVE": return kept;
            default: await cloud.DeleteAsync(kept); return null;
        }

        await LabCloud.UntilAsync(async () => (await cloud.FindAsync(kept))?.GetProperty("status").GetString() == "ACTIVE", "the server runs again");
        return kept;
    }

    private static bool IsUnchanged(JsonElement server) =>
        server.GetProperty("name").GetString() == Name && !server.GetProperty("metadata").EnumerateObject().Any() && server.GetProperty("flavor").GetProperty("vcpus").GetInt32() == 2;

    /// <summary>How often each action was asked for; <c>moved</c> counts the moves that were made.</summary>
    private static async Task<Dictionary<string, int>> CountAsync(LabCloud cloud, string vm)
    {
        var actions = (await cloud.SendAsync(HttpMethod.Get, $"/servers/{vm}/os-instance-actions"))?.GetProperty("instanceActions").EnumerateArray()
            .Select(action => action.GetProperty("action").GetString()!) ?? [];
        // Asked for by the server, those of one that was deleted would be missing.
        var moves = (await cloud.GetAsync("/os-migrations?migration_type=live-migration")).GetProperty("migrations").EnumerateArray()
            .Where(move => move.GetProperty("instance_uuid").GetString() == vm && move.GetProperty("status").GetString() == "completed").Select(_ => "moved");
        return actions.Concat(moves).CountBy(action => action).ToDictionary();
    }
}
