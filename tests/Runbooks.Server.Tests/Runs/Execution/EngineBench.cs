using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Runbooks.Activities;
using Runbooks.Activities.Catalogue;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Simulator;
using Runbooks.Activities.Selectors;
using Runbooks.Server.Runs.Automation;
using Runbooks.Server.Runs.Execution;
using Runbooks.Server.Runs.History;
using Runbooks.Server.Runs.History.Sqlite;
using Runbooks.Server.Runs.Logs;
using Runbooks.Server.Runs.Starting;
using Runbooks.Server.Runs.Units;
using Runbooks.Workflows.Definitions;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Server.Tests.Runs.Execution;

/// <summary>What outlives processes: a store on disk and a simulated platform. Processes are started on it, and die.</summary>
internal sealed class EngineBench : IAsyncDisposable
{
    private static readonly ActivityCatalogue Shipped = CatalogueOf(_ => { });

    private readonly TemporaryDirectory folder = new();

    /// <param name="configure">What activities are configured with.</param>
    /// <param name="silent">The VMs whose guests never answer after they are started.</param>
    public EngineBench(int vms = 10, double timeScale = 0, bool sampled = false, Action<IServiceCollection>? configure = null, string[]? silent = null, params Capability[] lacks)
    {
        Catalogue = configure is null ? Shipped : CatalogueOf(configure);
        Store = SqliteRunStore.Open(new SqliteRunStoreOptions { DataDirectory = folder.Path });
        Sampled = sampled;
        Platform = SimulatorFactory.Create(
            new SimulatorSettings { VirtualMachines = vms, TimeScale = timeScale, World = folder.Path, Lacks = lacks, SilentGuests = silent ?? [] }, TimeProvider.System);
    }

    public ActivityCatalogue Catalogue { get; }

    public Dictionary<string, string> Secrets { get; } = [];

    /// <summary>Loads are the platform's; else everything is nearly idle.</summary>
    public bool Sampled { get; }

    public IRunStore Store { get; }

    public SimulatorPlatform Platform { get; }

    public ConcurrentDictionary<string, WorkflowDefinition> Workflows { get; } = new();

    public void Publish(string yaml)
    {
        var reading = DefinitionReader.Read(yaml, DocumentFormat.Yaml);
        Assert.True(reading.Definition is not null, string.Join("; ", reading.Problems));
        Workflows[reading.Definition!.Id] = reading.Definition;
    }

    public EngineProcess StartProcess(int dieAt = 0, bool deaf = false, string? protect = null, TimeProvider? time = null) =>
        new(this, new CrashPoints(dieAt), deaf, protect, time ?? TimeProvider.System);

    public async Task<RunState> StateAsync(string runId) =>
        await RunLoader.ReadStateAsync(runId, Store) ?? throw new InvalidOperationException($"There is no run {runId}.");

    private static ActivityCatalogue CatalogueOf(Action<IServiceCollection> configure)
    {
        var services = new ServiceCollection().AddActivities();
        configure(services);
        return services.BuildServiceProvider().GetRequiredService<ActivityCatalogue>();
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await Platform.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>One server process, without HTTP: a shell, and a router that knows no other process.</summary>
    internal sealed class EngineProcess : IRunRouter, IAsyncDisposable
    {
        private readonly RunLoops loops = new();
        private readonly CancellationTokenSource stopping = new();
        // Drops every wake between runs: what is left is the sweep.
        private readonly bool deaf;
        private readonly Task background;

        public EngineProcess(EngineBench bench, CrashPoints crash, bool deaf, string? protect, TimeProvider time)
        {
            (Crash, this.deaf) = (crash, deaf);
            var store = new MortalStore(bench.Store, crash);
            var platform = new MortalPlatform(bench.Platform, crash);
            var feed = new RunFeed();
            Automation = new AutomationSwitch();
            var units = new UnitServices(
                bench.Catalogue,
                new BenchFleet(bench.Platform, bench.Sampled),
                async (target, stop) => new LiveTarget(await ReadAsync(platform, target, stop), "sim", platform, () => MayChange, new Nothing()),
                _ => { },
                async id => (await store.ReadLeasesAsync()).FirstOrDefault(lease => lease.TargetId == id)?.RunId,
                Automation,
                protect is null ? null : Selector.Parse(protect, TargetKind.Vm),
                (name, _) => Task.FromResult(bench.Secrets.GetValueOrDefault(name)),
                () => new HttpClient(),
                new RunLogs(store, feed),
                new RunProgress(),
                InFlight,
                time,
                NullLogger<UnitRunner>.Instance);
            Shell = new RunShell(
                $"process-{Guid.NewGuid():N}",
                store,
                this,
                new WorkflowCache((id, _) => new(bench.Workflows.TryGetValue(id, out var found) ? (found, 1) : null), name => TraitsReader.Find(bench.Catalogue, name)),
                new CommandExecutor(new UnitRunner(units)),
                feed,
                new RunFailures(time, NullLogger<RunFailures>.Instance) { Wake = Wake },
                new DueTimes(store, time),
                Automation,
                time);
            background = Task.WhenAll(Shell.Due.RunAsync(WakeNow, stopping.Token), SweepAsync());
        }

        private static async Task<FleetObject?> ReadAsync(MortalPlatform platform, Target target, CancellationToken stop)
        {
            if (target.Kind == TargetKind.NewVm) return new PlannedVm(target.Name, target.Host, "sim", "simulator", DateTimeOffset.UnixEpoch);
            if (target.Kind == TargetKind.BackedUpVm) return BackedUpVm.Of(target, "simulator", DateTimeOffset.UnixEpoch);
            var id = target.Id["simulator:".Length..];
            if (target.Kind == TargetKind.Host) return (await platform.GetInventoryAsync(stop)).Hosts.Where(host => host.NativeId == id).Select(BenchFleet.Show).FirstOrDefault();
            return await platform.GetVirtualMachineAsync(id, stop) is { } vm ? BenchFleet.Show(vm) : null;
        }

        public CrashPoints Crash { get; }

        public RunShell Shell { get; }

        public AutomationSwitch Automation { get; }

        public OperationsInFlight InFlight { get; } = new();

        public bool MayChange { get; set; } = true;

        public void Wake(string runId)
        {
            if (!deaf) WakeNow(runId);
        }

        public void Begin(RunLoop loop)
        {
            if (!deaf) loops.Begin(loop);
        }

        public void WakeNow(string runId) => loops.Wake(runId, Shell);

        public Task<StartOutcome> StartAsync(string workflow, string inputs = "{}", string? key = null) => new RunStarter(Shell).StartAsync(
            new StartRequest(workflow, null, System.Text.Json.JsonElement.Parse(inputs), new("api", null, "key:test"), StartKey: key));

        /// <summary>Waits until the run has ended, or the process has died.</summary>
        public async Task<bool> UntilEndedAsync(string runId)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (!Crash.IsDead)
            {
                if (await Shell.Store.ReadRunAsync(runId) is { Projection.Terminal: true }) return true;
                await Task.Delay(5, limit.Token);
            }

            return false;
        }

        public async ValueTask DisposeAsync()
        {
            await stopping.CancelAsync();
            loops.Close();
            await background.ContinueWith(_ => { }, TaskScheduler.Default);
            stopping.Dispose();
        }

        private async Task SweepAsync()
        {
            while (!stopping.IsCancellationRequested)
            {
                foreach (var run in await Shell.Store.ReadForsakenAsync(deaf ? "" : Shell.Owner, 1_000)) WakeNow(run);
                await Task.Delay(20, stopping.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }

        private sealed class Nothing : IDisposable
        {
            public void Dispose()
            {
            }
        }
    }
}
