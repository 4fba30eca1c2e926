using Runbooks.Activities.Backup;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Selectors;
using Runbooks.Activities.Tests.Recording;

namespace Runbooks.Activities.Tests.Platforms.Ec2;

/// <summary>The activities of backup on EC2: what the catalogue says is what EC2 has.</summary>
public sealed class BackupActivitiesTests : Ec2Tests
{
    private readonly BackupsInMemory catalogue = new();
    private int units;

    [Fact]
    public async Task RunVerifyDrill_AnInstance_TheCatalogueSaysWhatEc2Has()
    {
        await ExecuteAsync(new BackUpVms(catalogue), new { targets = "[]" }, FleetVmOf(await VmAsync(Testbed.Vm)));
        var made = await TheOneAsync();
        Assert.Equal(
            (BackupState.Made, BackupKind.Full, Consistency.Crash, World.Made.Single().Id, (string?)null),
            (made.State, made.Kind, made.Consistency, made.Location, made.Storage));
        Assert.Equal(World.Made.Single().Created, made.MadeAt);

        await ExecuteAsync(new VerifyBackups(catalogue), new { backup = made.Id }, BackedUp());
        Assert.Equal(BackupState.Verified, (await TheOneAsync()).State);

        await ExecuteAsync(new RestoreDrill(catalogue), new { backup = made.Id }, BackedUp());
        var drilled = await TheOneAsync();
        Assert.Equal((BackupState.Drilled, (string?)null), (drilled.State, drilled.Problem));
        Assert.True(drilled.Drill!.Rto > TimeSpan.Zero);
        Assert.Equal("terminated", World.Instances[^1].State);
    }

    [Fact]
    public async Task Drill_IntoASubnetThatIsNotIsolated_IsNeverOnAndIsRemoved()
    {
        await ExecuteAsync(new BackUpVms(catalogue), new { targets = "[]" }, FleetVmOf(await VmAsync(Testbed.Vm)));
        var failure = await Assert.ThrowsAsync<ActivityFailure>(() => ExecuteAsync(new RestoreDrill(catalogue), new { network = "front" }, BackedUp()));
        Assert.Equal("drill.not-isolated", failure.Code);
        Assert.Equal("terminated", World.Instances[^1].State);
        Assert.DoesNotContain(World.Effects, effect => effect == ("power-on", World.Instances[^1].Id));
    }

    [Fact]
    public async Task Verify_ASnapshotIsDamaged_IsMarkedBroken()
    {
        await ExecuteAsync(new BackUpVms(catalogue), new { targets = "[]" }, FleetVmOf(await VmAsync(Testbed.Vm)));
        World.Snapshots[0].Damaged = true;
        var failure = await Assert.ThrowsAsync<ActivityFailure>(() => ExecuteAsync(new VerifyBackups(catalogue), new { which = "newest" }, BackedUp()));
        Assert.Equal("backup.broken", failure.Code);
        Assert.Contains("is error", (await TheOneAsync()).Problem, StringComparison.Ordinal);
    }

    private string VmId => $"ec2:{StandIn.World.Account}/{StandIn.World.Region}/{Testbed.Vm}";

    private async Task<BackupRecord> TheOneAsync() => Assert.Single(await catalogue.OfVmAsync(VmId, Cancellation));

    private static FleetVm FleetVmOf(VirtualMachine vm) => new(vm, "aws", "ec2", DateTimeOffset.UnixEpoch, Stale: false, Load: null);

    private BackedUpVm BackedUp() => new(VmId, "web-01", "aws", "ec2", DateTimeOffset.UnixEpoch);

    private Task<ActivityResult> ExecuteAsync(IActivity activity, object input, FleetObject target)
    {
        var ledger = new OperationLedger();
        var context = new RecordingContext(ledger, Platform, Testbed.Clock)
        {
            RunId = "run-1", StepPath = "step", Attempt = 1, Key = $"run-1/step-{++units}", Target = target, Begun = ledger.Begun, Fleet = new NoFleet(),
            Time = Testbed.Clock, Http = () => throw new NotSupportedException("Backups ask nobody over HTTP."),
        };
        return Testbed.EndAsync(activity.ExecuteAsync(ActivityJson.Write(input), context, Cancellation));
    }

    /// <summary>Units are given their targets here.</summary>
    private sealed class NoFleet : IFleet, IMetricHistory
    {
        public IReadOnlyCollection<FleetVm> Vms => [];

        public IReadOnlyCollection<FleetHost> Hosts => [];

        public IReadOnlyCollection<FleetConnection> Connections => [];

        public IMetricHistory Metrics => this;

        public FleetVm? FindVm(string id) => null;

        public FleetHost? FindHost(string id) => null;

        public Task RefreshAsync(string? connection, CancellationToken cancellation) => Task.CompletedTask;

        public double? Query(string id, Metric metric, Aggregate aggregate, TimeSpan window) => null;

        public double Coverage(string id, Metric metric, TimeSpan window) => 0;
    }
}
