using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.HyperV;
using Runbooks.Activities.Tests.Platforms.HyperV.StandIn;

namespace Runbooks.Activities.Tests.Platforms.HyperV;

/// <summary>The stand-in behind a real OpenSSH server, on a clock that is moved when everybody waits for it.</summary>
internal sealed class HyperVTestbed : PlatformTestbed, IFaultInjector
{
    private HyperVTestbed(SteppedClock clock, HostStandIn host)
    {
        (Clock, Host) = (clock, host);
        (Vm, DeafVm) = ($"{World["web-01"].Id}", $"{World["app-01"].Id}");
    }

    public SteppedClock Clock { get; }

    public HostStandIn Host { get; }

    public World World => Host.World;

    public override string Platform => HyperVFactory.Name;

    public override string Vm { get; }

    public override string? DeafVm { get; }

    public override IFaultInjector? Faults => this;

    public IReadOnlySet<PlatformFault> Injectable => World.Clustered
        ? Enum.GetValues<PlatformFault>().ToHashSet()
        : Enum.GetValues<PlatformFault>().Except([PlatformFault.HostGone]).ToHashSet();

    public HyperVSettings Settings => new()
    {
        Host = "127.0.0.1", Port = Host.Ssh.Port, UserName = Environment.UserName, HostKey = SshDaemon.Keys.HostFingerprint, Cluster = World.Clustered,
    };

    public static async Task<HyperVTestbed> OpenAsync(bool clustered = true)
    {
        Assert.SkipUnless(SshDaemon.IsInstalled, "there is no /usr/sbin/sshd: install Debian's openssh-server");
        var clock = new SteppedClock();
        return new HyperVTestbed(clock, await HostStandIn.StartAsync(new World(clock, clustered)));
    }

    public override IPlatform Connect() => Connect(Settings);

    public IPlatform Connect(HyperVSettings settings) =>
        HyperVFactory.Create(settings, new Dictionary<string, string> { [HyperVFactory.PrivateKey] = File.ReadAllText(SshDaemon.Keys.User) }, Clock);

    public override Task<int?> CountEffectsAsync(PlatformOperation operation)
    {
        var action = operation switch
        {
            PlatformOperation.PowerOn => "start",
            PlatformOperation.PowerOff => "off",
            PlatformOperation.Restart => "reboot",
            PlatformOperation.CreateSnapshot => "checkpoint",
            PlatformOperation.RevertSnapshot => "restore",
            PlatformOperation.RemoveSnapshot => "remove-snapshot",
            PlatformOperation.Provision => "create",
            PlatformOperation.SetTags => "notes",
            PlatformOperation.Migrate => "move",
            PlatformOperation.EnterMaintenance => "pause",
            PlatformOperation.LeaveMaintenance => "unpause",
            _ => operation.Name,
        };
        lock (World)
        {
            // A VM gets its name when it is whole.
            return Task.FromResult<int?>(World.Effects.Count(effect => effect.Action == action && (action == "create" || effect.Target == operation.NativeId)));
        }
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
        lock (World)
        {
            var machine = World.Machines.Single(machine => $"{machine.Id}" == vm);
            switch (fault)
            {
                case PlatformFault.Unreachable: Host.Ssh.Stop(); break;
                case PlatformFault.Unauthorised: Host.Ssh.RevokeKeys(); break;
                case PlatformFault.Busy: machine.Become("BackingUpVirtualMachine"); break;
                case PlatformFault.NoCapacity: World.NoCapacity = true; break;
                case PlatformFault.VmDeleted: World.Machines.Remove(machine); break;
                default: World.NodeOf(machine).State = "Down"; break;
            }
        }

        return Task.CompletedTask;
    }

    public async Task MendAsync(PlatformFault fault)
    {
        if (fault == PlatformFault.Unreachable) await Host.Ssh.StartAsync();
        if (fault == PlatformFault.Unauthorised) Host.Ssh.TrustKeys();
        World.NoCapacity = false;
        foreach (var machine in World.Machines.Where(machine => machine.OperationalStatus[0] == "BackingUpVirtualMachine")) machine.Become("Ok");
    }

    public override ValueTask DisposeAsync() => Host.DisposeAsync();
}
