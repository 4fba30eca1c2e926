using Runbooks.Benchmarks.Engine;
using Runbooks.Benchmarks.History;
using Runbooks.Benchmarks.Platforms;
using Runbooks.Benchmarks.Processes;
using Runbooks.Benchmarks.Triggers;

switch (args)
{
    case ["store", ..]:
        await StoreBenchmark.RunAsync(runs: 20_000, concurrent: 64, rounds: 5);
        break;
    case ["engine", .. var figures]:
        return await EngineBenchmark.RunAsync(figures);
    case ["fleet"]:
        return await FleetBenchmark.RunAsync();
    case ["provision"]:
        return await ProvisionBenchmark.RunAsync();
    case ["triggers", .. var figures]:
        return await TriggerBenchmark.RunAsync(figures);
    case [FloorServer.Argument, var url, var directory]:
        await FloorServer.RunAsync(url, directory);
        break;
    default:
        Console.Error.WriteLine(
            $"Name a benchmark: store, fleet, provision, engine [{string.Join(" | ", EngineBenchmark.Names)}]…, or triggers [{string.Join(" | ", TriggerBenchmark.Names)}]");
        return 64;
}
return 0;
