using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Selectors;
using Runbooks.Server.Connections;
using Runbooks.Server.Fleet;
using Runbooks.Server.Fleet.Following;
using Runbooks.Server.Fleet.Picture;
using Runbooks.Server.Tests.Connections;

namespace Runbooks.Server.Tests.Fleet;

/// <summary>Connections to scripted endpoints and the fleet that follows them, on a clock that the test moves.</summary>
internal sealed class FollowedFleet : IAsyncDisposable
{
    public static readonly FleetOptions Options = new();

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public FollowedFleet()
    {
        Registry = new ConnectionRegistry(new PlatformFactories([Factory]), Microsoft.Extensions.Options.Options.Create(Options), Time, NullLogger<ConnectionRegistry>.Instance);
        Following = new FleetFollowing(
            Registry, Picture, (_, _) => Task.CompletedTask, Microsoft.Extensions.Options.Options.Create(Options), Time, NullLogger<FleetFollowing>.Instance);
        View = new FleetView(Picture, Following, new NoMetrics());
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));

    public ScriptedFactory Factory { get; } = new();

    public ConnectionRegistry Registry { get; }

    public FleetPicture Picture { get; } = new();

    public FleetFollowing Following { get; }

    public FleetView View { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static ConnectionDefinition Define(string id, ConnectionMode mode = ConnectionMode.Observe, string? endpoint = null) => new(
        id, id, "scripted", mode, JsonSerializer.SerializeToElement(new { endpoint = endpoint ?? id }), new Dictionary<string, string>(), ConnectionOrigin.Stored);

    public async Task<Connection> ConnectAsync(string id, ConnectionMode mode = ConnectionMode.Observe)
    {
        await Following.StartAsync(Cancellation);
        var connection = Registry.Put(Define(id, mode));
        await UntilAsync(() => connection.Status.State != ConnectionState.NeverConnected, settle: false);
        return connection;
    }

    public FleetVm Vm(string name) => View.FindVm($"scripted:{name}") ?? throw new InvalidOperationException($"{name} is not in the fleet");

    public async Task RefreshFailsAsync(string connection) =>
        await Assert.ThrowsAsync<Activities.Platforms.PlatformException>(() => View.RefreshAsync(connection, Cancellation).WaitAsync(Patience, Cancellation));

    public Task RefreshAsync(string? connection = null) => View.RefreshAsync(connection, Cancellation).WaitAsync(Patience, Cancellation);

    /// <summary>Waits for the picture to change until the condition holds.</summary>
    /// <param name="settle">Moves the clock too, so that what is due happens.</param>
    /// <param name="step">By how many seconds at once.</param>
    public async Task UntilAsync(Func<bool> holds, bool settle = true, double step = 0.1)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(Patience);
        while (!holds())
        {
            var changed = Picture.ChangedAfter(Picture.ChangeNumber, patience.Token);
            if (holds()) return;
            await Task.WhenAny(changed, Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token));
            patience.Token.ThrowIfCancellationRequested();
            if (settle) Time.Advance(TimeSpan.FromSeconds(step));
        }
    }

    public async ValueTask DisposeAsync()
    {
        var stopping = Following.DisposeAsync().AsTask();
        while (!stopping.IsCompleted)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(stopping, Task.Delay(10, CancellationToken.None));
        }

        var closing = Registry.DisposeAsync().AsTask();
        while (!closing.IsCompleted)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(closing, Task.Delay(10, CancellationToken.None));
        }
    }

    private sealed class NoMetrics : IMetricHistory
    {
        public double? Query(string id, Metric metric, Aggregate aggregate, TimeSpan window) => null;

        public double Coverage(string id, Metric metric, TimeSpan window) => 0;
    }
}
