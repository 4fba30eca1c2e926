using System.Runtime.InteropServices;

namespace Runbooks.Server.Hosting;

/// <summary>A start reads and compiles much that is never needed again. Once it is quiet, that memory is given back to the system: later the
/// collector keeps what it has, expecting that it is wanted again.</summary>
internal sealed class StartLeftovers(IHostApplicationLifetime server, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan UntilQuiet = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await server.UntilStartedAsync(stoppingToken);
        await Task.Delay(UntilQuiet, time, stoppingToken);
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        TrimNative();
    }

    /// <summary>The same for what compiling and the libraries took and freed, which the C library keeps. Others than GNU's cannot be asked.</summary>
    private static void TrimNative()
    {
        try
        {
            _ = MallocTrim(0);
        }
        catch (Exception error) when (error is EntryPointNotFoundException or DllNotFoundException)
        {
        }
    }

    [DllImport("libc", EntryPoint = "malloc_trim")]
    private static extern int MallocTrim(nuint kept);
}
