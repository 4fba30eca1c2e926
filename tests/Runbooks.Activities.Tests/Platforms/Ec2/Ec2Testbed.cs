using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Ec2;
using Runbooks.Activities.Tests.Platforms.Ec2.StandIn;

namespace Runbooks.Activities.Tests.Platforms.Ec2;

/// <summary>The stand-in on a clock that is moved when everybody waits for it.</summary>
internal sealed class Ec2Testbed : PlatformTestbed, IFaultInjector
{
    private Ec2Testbed(SteppedClock clock, AwsStandIn aws)
    {
        (Clock, Aws) = (clock, aws);
        (Vm, DeafVm) = (aws.World["web-01"].Id, aws.World["app-01"].Id);
    }

    public SteppedClock Clock { get; }

    public AwsStandIn Aws { get; }

    public override string Platform => Ec2Factory.Name;

    public override string Vm { get; }

    public override string UnknownVm => "i-0000000000000dead";

    public override string? DeafVm { get; }

    public override (int Cpus, long MemoryBytes) NewSize => (2, 8L << 30);

    public override (int Cpus, long MemoryBytes) OtherSize => (8, 32L << 30);

    public override IFaultInjector? Faults => this;

    public IReadOnlySet<PlatformFault> Injectable { get; } = Enum.GetValues<PlatformFault>().ToHashSet();

    public Ec2Settings Settings => new()
    {
        Region = World.Region, AccessKeyId = Signature.AccessKeyId, ServiceUrl = Aws.Address, MetricsServiceUrl = Aws.Address,
        Images = ["ami-0000000000000000a"], DefaultInstanceType = "m7i.large",
        IsolatedSecurityGroup = World.IsolatedGroup,
    };

    public static async Task<Ec2Testbed> OpenAsync()
    {
        var clock = new SteppedClock();
        return new Ec2Testbed(clock, await AwsStandIn.StartAsync(clock));
    }

    public override IPlatform Connect() => Connect(Settings, Signature.SecretAccessKey);

    public Ec2Platform Connect(Ec2Settings settings, string secret) => new(
        new Ec2Access(settings.Checked(new Dictionary<string, string> { ["secretAccessKey"] = secret }), secret, Signature.SessionToken) { Retries = 1 }, Clock);

    /// <summary>To look has none.</summary>
    public override Task<int?> CountEffectsAsync(PlatformOperation operation) => Task.FromResult<int?>(
        operation is PlatformOperation.VerifyBackup ? null : Aws.World.Effects.Count(effect => effect == (operation.Name, operation.NativeId)));

    public override Task<IReadOnlyList<string>?> ListBackupsAsync() => Task.FromResult<IReadOnlyList<string>?>(
        [.. Aws.World.Snapshots.Select(snapshot => snapshot.Tags["runbooks-backup"]!).Union(Aws.World.Made.Select(image => image.Tags["runbooks-backup"]!))]);

    public override Task<bool> DamageBackupAsync(BackupCopy copy)
    {
        Aws.World.Snapshots.First(snapshot => snapshot.Tags["runbooks-backup"] == copy.Id).Damaged = true;
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
            case PlatformFault.Unreachable: Aws.Faults.Drops = true; break;
            case PlatformFault.Unauthorised: Aws.Faults.CredentialsExpired = true; break;
            case PlatformFault.Busy: Aws.Faults.Throttled["StopInstances"] = int.MaxValue; break;
            case PlatformFault.NoCapacity: Aws.Faults.NoCapacity = true; break;
            case PlatformFault.VmDeleted: Aws.World.Instances.RemoveAll(instance => instance.Id == vm); break;
            default: Aws.World.Hosts[0] = Aws.World.Hosts[0] with { State = "permanent-failure" }; break;
        }

        return Task.CompletedTask;
    }

    public Task MendAsync(PlatformFault fault)
    {
        (Aws.Faults.Drops, Aws.Faults.CredentialsExpired, Aws.Faults.NoCapacity) = (false, false, false);
        Aws.Faults.Throttled.Clear();
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync() => Aws.DisposeAsync();
}
