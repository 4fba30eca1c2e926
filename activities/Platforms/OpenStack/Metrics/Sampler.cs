using System.Collections.Concurrent;
using Runbooks.Activities.Platforms.OpenStack.Compute;
using Runbooks.Activities.Platforms.OpenStack.Reading;

namespace Runbooks.Activities.Platforms.OpenStack.Metrics;

/// <summary>The loads of running VMs, from what their hypervisors count. What Nova calls used memory is what the VM was given, so
/// memory is not known, and hosts have no load of their own.</summary>
internal sealed class Sampler(Nova nova, TimeProvider time)
{
    private readonly SemaphoreSlim _gate = new(1);
    private Dictionary<string, Counters> _before = [];

    public async Task<IReadOnlyList<MetricSample>> SampleAsync(Names names, CancellationToken cancellation)
    {
        var running = (await nova.ServersAsync(cancellation)).Where(server => Lifecycle.PowerOf(server) == PowerState.On).ToList();
        await _gate.WaitAsync(cancellation);
        try
        {
            var now = new ConcurrentDictionary<string, Counters>();
            var limit = new ParallelOptions { MaxDegreeOfParallelism = Limits.CallsAtATime, CancellationToken = cancellation };
            await Parallel.ForEachAsync(running, limit, async (server, token) =>
            {
                if (await CountAsync(server.Id, token) is { } counted) now[server.Id] = counted;
            });
            var samples = running.Where(server => now.ContainsKey(server.Id)).Select(server => Sample(server, now[server.Id], names)).ToList();
            _before = now.ToDictionary();
            return samples;
        }
        finally
        {
            _gate.Release();
        }
    }

    private MetricSample Sample(Server server, Counters now, Names names)
    {
        var before = _before.GetValueOrDefault(server.Id);
        var (cpu, disk, network) = now.Since(before, before is null ? TimeSpan.Zero : time.GetElapsedTime(before.At, now.At));
        return new MetricSample(names.OfVm(server.TenantId, server.Id), time.GetUtcNow(), cpu, null, disk, network);
    }

    /// <summary>Null where there is nothing to be had of this one: it was switched off or deleted meanwhile, its host is down, or its
    /// hypervisor counts nothing.</summary>
    private async Task<Counters?> CountAsync(string id, CancellationToken cancellation)
    {
        try
        {
            return Counters.Of(await nova.DiagnosticsAsync(id, cancellation), time.GetTimestamp());
        }
        catch (PlatformException error) when (error.Error is PlatformError.NotFound or PlatformError.Conflict or PlatformError.Unsupported)
        {
            return null;
        }
    }
}
