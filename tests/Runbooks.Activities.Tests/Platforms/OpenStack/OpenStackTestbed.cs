using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.OpenStack;
using Runbooks.Activities.Tests.Platforms.OpenStack.StandIn;

namespace Runbooks.Activities.Tests.Platforms.OpenStack;

/// <summary>The stand-in on a clock that is moved when everybody waits for it.</summary>
internal sealed class OpenStackTestbed : PlatformTestbed, IFaultInjector
{
    private OpenStackTestbed(SteppedClock clock, CloudStandIn cloud)
    {
        (Clock, Cloud) = (clock, cloud);
        (Vm, DeafVm) = (cloud.World["web-01"].Id, cloud.World["app-01"].Id);
    }

    public SteppedClock Clock { get; }

    public CloudStandIn Cloud { get; }

    public override string Platform => OpenStackFactory.Name;

    public override string Vm { get; }

    public override string? DeafVm { get; }

    public override IFaultInjector? Faults => this;

    public IReadOnlySet<PlatformFault> Injectable { get; } = Enum.GetValues<PlatformFault>().ToHashSet();

    public OpenStackSettings Settings => new()
    {
        AuthUrl = Cloud.Address + "/identity", UserName = "admin", Project = "ops", Administrator = true,
    };

    public static async Task<OpenStackTestbed> OpenAsync()
    {
        var clock = new SteppedClock();
        return new OpenStackTestbed(clock, await CloudStandIn.StartAsync(clock));
    }

    public override IPlatform Connect() => Connect(Settings);

    public IPlatform Connect(OpenStackSettings settings, string secret = IdentityCalls.Password) =>
        new OpenStackPlatform(new OpenStackAccess(settings.Checked(), secret), Clock);

    public override Task<int?> CountEffectsAsync(PlatformOperation operation)
    {
        // A restart ends when the request was taken.
        if (operation is PlatformOperation.Restart) return Task.FromResult<int?>(Cloud.World.Servers.Single(server => server.Id == operation.NativeId).Actions.Count(each => each.Action == "reboot"));
        string[] actions = operation switch
        {
            PlatformOperation.PowerOn => ["start", "resume", "unpause", "unshelve"],
            PlatformOperation.PowerOff or PlatformOperation.Shutdown => ["stop"],
            PlatformOperation.Reset => ["reboot"],
            PlatformOperation.CreateSnapshot => ["createImage"],
            PlatformOperation.RevertSnapshot => ["rebuild"],
            PlatformOperation.RemoveSnapshot => ["delete image"],
            PlatformOperation.Provision => ["create"],
            PlatformOperation.SetTags => ["metadata"],
            PlatformOperation.Migrate => ["live-migration"],
            PlatformOperation.EnterMaintenance => ["disabled"],
            PlatformOperation.LeaveMaintenance => ["enabled"],
            // To look has none.
            PlatformOperation.VerifyBackup => [],
            _ => [operation.Name],
        };
        if (actions.Length == 0) return Task.FromResult<int?>(null);
        return Task.FromResult<int?>(Cloud.World.Effects.Count(effect => actions.Contains(effect.Action) && effect.Target == operation.NativeId));
    }

    public override Task<IReadOnlyList<string>?> ListBackupsAsync() => Task.FromResult<IReadOnlyList<string>?>(
        [.. Cloud.World.Stored.Select(image => image.Properties.GetValueOrDefault("runbooks_backup")).OfType<string>()]);

    public override Task<bool> DamageBackupAsync(BackupCopy copy)
    {
        Cloud.World.Stored.Single(image => image.Properties.GetValueOrDefault("runbooks_backup") == copy.Id).Status = "deactivated";
        return Task.FromResult(true);
    }

    public override async Task<T> EndAsync<T>(Task<T> task)
    {
        await Clock.RunAsync(task, Patience * 5);
        return await task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    public override Task PassAsync(TimeSpan time)
    {
        Clock.Advance(time);
        return Task.CompletedTask;
    }

    public Task InjectAsync(PlatformFault fault, string vm)
    {
        switch (fault)
        {
            case PlatformFault.Unreachable: Cloud.Faults.Drops = true; break;
            case PlatformFault.Unauthorised: Cloud.Faults.CredentialsExpired = true; break;
            case PlatformFault.Busy: Cloud.Faults.Throttled["os-stop"] = int.MaxValue; break;
            case PlatformFault.NoCapacity: Cloud.Faults.NoCapacity = true; break;
            case PlatformFault.VmDeleted: Cloud.World.Servers.RemoveAll(server => server.Id == vm); break;
            default: Cloud.World.Hosts[0].State = "down"; break;
        }

        return Task.CompletedTask;
    }

    public Task MendAsync(PlatformFault fault)
    {
        (Cloud.Faults.Drops, Cloud.Faults.CredentialsExpired, Cloud.Faults.NoCapacity) = (false, false, false);
        Cloud.Faults.Throttled.Clear();
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync() => Cloud.DisposeAsync();
}
