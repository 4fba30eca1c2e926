using System.Diagnostics;

namespace Runbooks.Benchmarks;

/// <param name="PerSecond">By the wall clock, which shares the machine with whatever else runs on it.</param>
/// <param name="Cpu">Processor time of this process for one, which shares it less.</param>
internal sealed record Speed(double PerSecond, TimeSpan Cpu)
{
    public static async Task<Speed> OfAsync(int count, Func<Task> work)
    {
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        await work();
        clock.Stop();
        process.Refresh();
        return new Speed(count / clock.Elapsed.TotalSeconds, (process.TotalProcessorTime - cpu) / count);
    }

    public override string ToString() => $"{PerSecond,8:N0} runs/s {Cpu.TotalMicroseconds,5:N0} µs";
}
