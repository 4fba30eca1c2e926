using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Simulator;
using Runbooks.Benchmarks.Engine;
using Runbooks.Server.Fleet.Metrics;

namespace Runbooks.Benchmarks.Platforms;

/// <summary>What it takes to read a big fleet anew, merge and record it, and to choose from it: processor time of the whole process, so
/// that nothing is hidden by doing it later.</summary>
internal sealed class FleetBenchmark(EngineInProcess engine)
{
    private const int Connections = 5, Rounds = 7, Changed = 20;

    private static readonly SimulatorSettings Sizes = new() { VirtualMachines = 2_000, Hosts = 100, Clusters = 5 };

    /// <summary>What was seen is recorded five seconds later.</summary>
    private static readonly TimeSpan UntilRecorded = TimeSpan.FromSeconds(8);

    /// <summary>Of the samples: those of today, and those of the fortnight before, which are rolled up.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1), OldInterval = TimeSpan.FromHours(6);

    private static readonly TimeSpan Lookback = TimeSpan.FromDays(14);

    private static readonly string[] Conditions =
    [
        "powerState == 'on' && tags.env == 'test' && cpus >= 2 && name.startsWith('web')",
        "cpu.avg('5m') > 0.8 || memory.now > 0.9",
        "tags.env == 'test' && powerState == 'on' && cpu.p95('P14D') < 0.2",
    ];

    private readonly IFleet fleet = engine.Services.GetRequiredService<IFleet>();
    private readonly MetricStore store = engine.Services.GetRequiredService<MetricStore>();
    private readonly MetricHistory history = engine.Services.GetRequiredService<MetricHistory>();

    private readonly List<SimulatorPlatform> platforms =
        [.. Enumerable.Range(1, Connections).Select(number => SimulatedConnections.Connect(number, Sizes))];

    /// <returns>1 where the target is missed.</returns>
    public static async Task<int> RunAsync()
    {
        using var folder = new TemporaryFolder();
        // Only what is measured reads; what would be sampled is given.
        await using var engine = await EngineInProcess.StartAsync(
            folder.Sub("data"),
            [
                .. SimulatedConnections.Configuration(Connections, Sizes, ("Lacks:0", "metrics")),
                ("Runbooks:Fleet:InventoryInterval", "1.00:00:00"),
            ]);
        return await new FleetBenchmark(engine).MeasureAsync();
    }

    private async Task<int> MeasureAsync()
    {
        await UntilReadyAsync();
        var rounds = new List<(Cost Refresh, Cost Find, Cost Record)>();
        for (var round = 0; round <= Rounds; round++)
        {
            history.Renew();
            await ChangeAsync(round);
            var refresh = await CostAsync(() => fleet.RefreshAsync(null, CancellationToken.None));
            var find = await CostAsync(() => Task.Run(Find));
            var record = await CostAsync(() => Task.Delay(UntilRecorded));
            // The first compiles what the others run.
            if (round > 0) rounds.Add((refresh, find, record));
        }

        var total = Figure.Below(
            $"{fleet.Vms.Count:N0} VMs over {Connections} connections: read, found, recorded", 1, "s CPU",
            Spread.Of(rounds.Select(round => round.Refresh.Cpu + round.Find.Cpu + round.Record.Cpu)));
        Console.WriteLine(Figure.Header);
        Console.WriteLine(total);
        Show("  read all inventories", rounds.Select(round => round.Refresh));
        Show($"  merge them, evaluate {Conditions.Length} selectors, one over 14 days and not cached", rounds.Select(round => round.Find));
        Show("  record what is seen, and idle, for 8 s", rounds.Select(round => round.Record));
        return total.Holds == true ? 0 : 1;
    }

    private async Task UntilReadyAsync()
    {
        var patience = Stopwatch.StartNew();
        while (fleet.Connections.Count(connection => !connection.Stale) < Connections)
        {
            if (patience.Elapsed > TimeSpan.FromMinutes(1)) throw new InvalidOperationException("The fleets were not read in a minute.");
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }

        foreach (var platform in platforms)
        {
            foreach (var moment in platform.Fleet.Backfill(Lookback, OldInterval).GroupBy(sample => sample.At))
                await store.ImportAsync([.. moment], OldInterval, CancellationToken.None);
            foreach (var moment in platform.Fleet.Backfill(RecentReadings.Reach, Interval).GroupBy(sample => sample.At))
                await store.AppendAsync([.. moment], Interval, CancellationToken.None);
        }
    }

    /// <summary>Some VMs of each connection are not as they were.</summary>
    private async Task ChangeAsync(int round)
    {
        foreach (var platform in platforms)
        {
            foreach (var vm in (await platform.GetInventoryAsync(CancellationToken.None)).VirtualMachines.Take(Changed))
            {
                var tag = ImmutableSortedDictionary<string, string?>.Empty.Add("round", $"{round}");
                var operation = new PlatformOperation.SetTags(vm.NativeId, tag);
                var handle = await platform.StartAsync(operation, $"benchmark/{round}/{vm.NativeId}", CancellationToken.None);
                await platform.AwaitAsync(operation, handle, null, CancellationToken.None);
            }
        }
    }

    private void Find()
    {
        foreach (var condition in Conditions)
        {
            var found = FleetSearch.Find(fleet.Vms, condition, connection: null, limit: null, fleet.Metrics);
            // Those that are off have no samples.
            if (found.Unknown > fleet.Vms.Count / 3) throw new InvalidOperationException($"'{condition}': {found.Unknown} are unknown, so less is measured than meant.");
        }
    }

    private static void Show(string name, IEnumerable<Cost> costs) =>
        Console.WriteLine(new Figure(name, "", $"{Spread.Of(costs.Select(cost => cost.Cpu))} s CPU, {Spread.Of(costs.Select(cost => cost.Wall)).Median:N2} s", null));

    private static async Task<Cost> CostAsync(Func<Task> work)
    {
        using var process = Process.GetCurrentProcess();
        var (cpu, clock) = (process.TotalProcessorTime, Stopwatch.StartNew());
        await work();
        process.Refresh();
        return new Cost((process.TotalProcessorTime - cpu).TotalSeconds, clock.Elapsed.TotalSeconds);
    }

    /// <summary>Seconds.</summary>
    private readonly record struct Cost(double Cpu, double Wall);
}
