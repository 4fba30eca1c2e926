using Runbooks.Benchmarks.History;

switch (args)
{
    case ["store", ..]:
        await StoreBenchmark.RunAsync(runs: 20_000, concurrent: 64, rounds: 5);
        break;
    default:
        Console.Error.WriteLine("Name a benchmark: store");
        return 64;
}
return 0;
