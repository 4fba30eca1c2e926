using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms.Simulator;
using Runbooks.Benchmarks.Engine;

namespace Runbooks.Benchmarks.Platforms;

/// <summary>How near a batch of VMs comes to what the platform's own delay allows. What is left over is the engine's: leases, intents,
/// waits for what was made to be seen.</summary>
internal static class ProvisionBenchmark
{
    private const int Vms = 50, AtOnce = 10, Rounds = 3;

    private const double Slack = 1.1;

    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(2);

    /// <returns>1 where a target is missed.</returns>
    public static async Task<int> RunAsync()
    {
        Console.WriteLine(Figure.Header);
        var simulated = await SimulatedAsync();
        Console.WriteLine(simulated);
        if (!VcsimUnderTest.IsBuilt)
        {
            Console.WriteLine("vcsim is not built here (tests/lab/vcsim/vcsim.sh install, on Debian as root): vSphere is left out.");
            return simulated.Holds == true ? 0 : 1;
        }

        var vsphere = await VSphereAsync();
        Console.WriteLine(vsphere);
        return simulated.Holds == true && vsphere.Holds == true ? 0 : 1;
    }

    private static Task<Figure> SimulatedAsync()
    {
        var connection = SimulatedConnections.Configuration(
            1,
            new SimulatorSettings { Hosts = 20, VirtualMachines = 100, Clusters = 2 },
            // Nothing takes time but what is meant to.
            ("TimeScale", "0"), ("Faults:0:Operation", "provision"), ("Faults:0:Delay", $"{Delay.TotalSeconds:0}s"));
        return MeasureAsync("simulated", connection, """source: "ubuntu-24.04", memory: 4""");
    }

    private static async Task<Figure> VSphereAsync()
    {
        // A clone, and then its power: two tasks for each VM.
        await using var vcsim = await VcsimUnderTest.StartAsync(Delay / 2);
        return await MeasureAsync("vcsim", vcsim.Configuration(), """source: "DC0_H0_VM1", placement: platform""");
    }

    private static async Task<Figure> MeasureAsync(string name, (string Key, string Value)[] connection, string with)
    {
        using var folder = new TemporaryFolder();
        await using var engine = await EngineInProcess.StartAsync(folder.Sub("data"), connection);
        await UntilReadAsync(engine.Services.GetRequiredService<IFleet>());
        var times = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            await PublishAsync(engine, round, with);
            var clock = Stopwatch.StartNew();
            var runId = await engine.RunAsync(Id(round));
            times.Add(clock.Elapsed.TotalSeconds);
            await CheckAsync(engine, runId);
        }

        var ideal = Delay.TotalSeconds * Vms / AtOnce;
        return Figure.Below($"{Vms} VMs, {AtOnce} at once, {Delay.TotalSeconds:0} s each, {name} (ideal: {ideal:0} s)", ideal * Slack, "s", Spread.Of(times));
    }

    private static string Id(int round) => $"provision-{round}";

    private static async Task PublishAsync(EngineInProcess engine, int round, string with)
    {
        using var client = engine.CreateClient();
        await FiveSteps.PublishAsync(client, Id(round), $$"""
            apiVersion: runbooks/v1
            id: {{Id(round)}}
            name: Make many
            steps:
              make: { activity: vm.provision-batch, with: { {{with}}, count: {{Vms}}, namePattern: "r{{round}}-{n:00}", waitFor: power, concurrency: {{AtOnce}} } }
            """);
    }

    private static async Task UntilReadAsync(IFleet fleet)
    {
        var patience = Stopwatch.StartNew();
        while (!fleet.Connections.Any(connection => !connection.Stale))
        {
            if (patience.Elapsed > TimeSpan.FromMinutes(1)) throw new InvalidOperationException("The connection was not read in a minute.");
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }

    private static async Task CheckAsync(EngineInProcess engine, string runId)
    {
        var run = await engine.Store.ReadRunAsync(runId);
        if (run?.Projection.Status == "completed") return;
        var told = (await engine.Store.ReadHistoryAsync(runId, 0, 10_000)).Where(one => one.Type == "unit.settled").Select(one => Encoding.UTF8.GetString(one.Data));
        throw new InvalidOperationException($"The run ended {run?.Projection.Status}, so its time means nothing. {string.Join('\n', told)}");
    }
}
