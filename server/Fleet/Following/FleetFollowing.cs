using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Runbooks.Activities;
using Runbooks.Activities.Platforms;
using Runbooks.Server.Connections;
using Runbooks.Server.Fleet.Picture;
using Runbooks.Server.Fleet.Sampling;

namespace Runbooks.Server.Fleet.Following;

/// <summary>Follows every live connection, each on its own.</summary>
public sealed class FleetFollowing(
    ConnectionRegistry registry, FleetPicture picture, SampleConnection sample, IOptions<FleetOptions> options, TimeProvider time, ILogger<FleetFollowing> logger)
    : IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan RestartPause = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Followed> followed = new(StringComparer.OrdinalIgnoreCase);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        registry.Added += Follow;
        registry.Removed += Leave;
        foreach (var connection in registry.All) Follow(connection);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        registry.Added -= Follow;
        registry.Removed -= Leave;
        // A platform that does not let go in time is left: a stop that fails would hide why it was asked for.
        await Task.WhenAll(followed.Keys.Select(StopFollowingAsync)).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    /// <summary>Reads the inventory again, of one connection or of all that answer.</summary>
    /// <exception cref="PlatformException">The named connection cannot be read.</exception>
    /// <exception cref="ActivityFailure">There is no such connection (<c>connection.unknown</c>).</exception>
    internal Task RefreshAsync(string? connection, CancellationToken cancellation) =>
        connection is null ? RefreshAsync(_ => true, cancellation) : Find(connection).RefreshAsync(cancellation);

    /// <summary>Reads the connections again that the condition chooses. One that is down is asked again, but nobody waits for it: its
    /// objects are stale, and are shown so.</summary>
    internal async Task RefreshAsync(Func<Connection, bool> chosen, CancellationToken cancellation)
    {
        var reads = followed.Values.Select(one => one.Follower)
            .Where(follower => chosen(follower.Connection))
            .Select(follower => (WasDown: follower.Connection.Status.State == ConnectionState.Down, Read: follower.RefreshAsync(cancellation)))
            .ToList();
        foreach (var (_, read) in reads.Where(read => !read.WasDown))
            await read.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Something changed there that the platform may not report.</summary>
    internal void LookAgain(string connection, string? nativeId)
    {
        if (followed.TryGetValue(connection, out var one)) one.Follower.LookAgain(nativeId);
    }

    private ConnectionFollower Find(string connection) =>
        registry.Find(connection) is { } known && followed.TryGetValue(known.Id, out var one)
            ? one.Follower
            : throw new ActivityFailure("connection.unknown", $"There is no connection '{connection}'.");

    private void Follow(Connection connection)
    {
        var follower = new ConnectionFollower(connection, picture, sample, options.Value, time, logger, LookElsewhere);
        var stop = new CancellationTokenSource();
        if (followed.TryAdd(connection.Id, new Followed(follower, stop, KeepRunningAsync(follower, stop.Token)))) return;
        stop.Cancel();
    }

    private void Leave(Connection connection) => _ = ForgetAsync(connection.Id);

    private async Task ForgetAsync(string connection)
    {
        await StopFollowingAsync(connection);
        picture.Forget(connection);
    }

    private async Task StopFollowingAsync(string connection)
    {
        if (!followed.TryRemove(connection, out var one)) return;
        await one.Stop.CancelAsync();
        await one.Running;
        one.Stop.Dispose();
    }

    private async Task KeepRunningAsync(ConnectionFollower follower, CancellationToken cancellation)
    {
        await Task.Yield();
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await follower.RunAsync(cancellation);
            }
            catch (Exception) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception bug)
            {
                logger.LogCritical(bug, "Following connection {Connection} failed; it is begun again in {Pause}", follower.Connection.Id, RestartPause);
                await Task.Delay(RestartPause, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>A VM that left one connection may have arrived in another of its platform, as after a live migration.</summary>
    private void LookElsewhere(Connection left)
    {
        foreach (var (follower, _, _) in followed.Values)
            if (follower.Connection != left && follower.Connection.Platform == left.Platform && follower.Connection.Status.State == ConnectionState.Ok)
                follower.LookAgain(null);
    }

    private sealed record Followed(ConnectionFollower Follower, CancellationTokenSource Stop, Task Running);
}
