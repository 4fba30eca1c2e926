using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms;
using Host = Runbooks.Activities.Platforms.Host;

namespace Runbooks.Server.Tests.Connections;

/// <summary>An endpoint that tests script: what it holds, whether it answers, and what was asked of it. Platform objects that are made
/// later for the same endpoint show the same.</summary>
internal sealed class ScriptedEndpoint
{
    public const string KvmHost = "scripted:host-";

    private readonly Lock gate = new();
    private ImmutableDictionary<string, VirtualMachine> vms = ImmutableDictionary<string, VirtualMachine>.Empty;
    private PlatformException? error;
    private TaskCompletionSource? hang;
    private readonly List<Channel<InventoryChange>> watchers = [];

    public required string HostName { get; init; }

    public int Reads { get; private set; }

    public int Started { get; private set; }

    public int Disposed { get; set; }

    public int Objects { get; set; }

    public HashSet<Capability> Capabilities { get; init; } = [Capability.Power];

    public int Watchers
    {
        get
        {
            lock (gate) return watchers.Count;
        }
    }

    public void Show(params VirtualMachine[] shown)
    {
        lock (gate) vms = shown.ToImmutableDictionary(vm => vm.NativeId);
    }

    public void Fail(PlatformError kind, string said)
    {
        lock (gate) error = new PlatformException(kind, said);
    }

    public void Mend()
    {
        lock (gate) (error, hang) = (null, null);
    }

    /// <summary>From now on no call answers, and none heeds its cancellation, until the source is completed.</summary>
    public TaskCompletionSource Hang()
    {
        lock (gate) return hang = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public void Report(string? nativeId)
    {
        lock (gate)
            foreach (var watcher in watchers) watcher.Writer.TryWrite(new InventoryChange(nativeId, "changed"));
    }

    public void BreakWatches(PlatformException broken)
    {
        lock (gate)
        {
            foreach (var watcher in watchers) watcher.Writer.TryComplete(broken);
            watchers.Clear();
        }
    }

    public async Task<T> AnswerAsync<T>(Func<ImmutableDictionary<string, VirtualMachine>, T> answer)
    {
        Task? hanging;
        lock (gate)
        {
            Reads++;
            hanging = hang?.Task;
        }

        if (hanging is not null) await hanging;
        lock (gate) return error is null ? answer(vms) : throw new PlatformException(error.Error, error.Message);
    }

    public void CountStart()
    {
        lock (gate) Started++;
    }

    public Channel<InventoryChange> Watch()
    {
        var channel = Channel.CreateUnbounded<InventoryChange>();
        lock (gate) watchers.Add(channel);
        return channel;
    }

    public static VirtualMachine Vm(string name, PowerState state = PowerState.On, string? host = null, params (string Key, string Value)[] tags) => new(
        $"scripted:{name}", name, name, state, host, "c1", 2, 4L << 30,
        tags.ToImmutableSortedDictionary(tag => tag.Key, tag => tag.Value), [$"10.0.0.{name.Length}"], "linux");
}

internal sealed class ScriptedPlatform(ScriptedEndpoint endpoint) : IPlatform
{
    public IReadOnlySet<Capability> Capabilities => endpoint.Capabilities;

    public Task<Inventory> GetInventoryAsync(CancellationToken cancellation) => endpoint.AnswerAsync(vms => new Inventory(
        [.. vms.Values],
        [new Host(ScriptedEndpoint.KvmHost + endpoint.HostName, endpoint.HostName, endpoint.HostName, "c1", HostState.Up, 16, 64L << 30)],
        [new Storage($"scripted:pool-{endpoint.HostName}", "pool", $"pool-{endpoint.HostName}", 100, 40)]));

    public Task<VirtualMachine?> GetVirtualMachineAsync(string nativeId, CancellationToken cancellation) =>
        endpoint.AnswerAsync(vms => vms.GetValueOrDefault(nativeId));

    public Task<IReadOnlyList<Snapshot>> GetSnapshotsAsync(string nativeId, CancellationToken cancellation) =>
        endpoint.AnswerAsync<IReadOnlyList<Snapshot>>(_ => []);

    public Task<IReadOnlyList<MetricSample>> SampleAsync(CancellationToken cancellation) =>
        endpoint.AnswerAsync<IReadOnlyList<MetricSample>>(_ => []);

    public async IAsyncEnumerable<InventoryChange> WatchAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var change in endpoint.Watch().Reader.ReadAllAsync(cancellation)) yield return change;
    }

    public OperationKind KindOf(PlatformOperation operation) => OperationKind.Convergent;

    public Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        endpoint.CountStart();
        return Task.FromResult("task-1");
    }

    public Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation) =>
        Task.FromResult<Sighting>(new Sighting.NotStarted());

    public Task<JsonElement?> AwaitAsync(PlatformOperation operation, string handle, IProgress<double>? progress, CancellationToken cancellation) =>
        Task.FromResult<JsonElement?>(null);

    public Task CancelAsync(string handle, CancellationToken cancellation) => Task.CompletedTask;

    public ValueTask DisposeAsync()
    {
        endpoint.Disposed++;
        return ValueTask.CompletedTask;
    }
}

/// <param name="Endpoint">Which of the factory's endpoints it is.</param>
internal sealed record ScriptedSettings(string Endpoint, ScriptedDetail? Detail = null);

internal sealed record ScriptedDetail(int Port, bool Verify = true);

internal sealed class ScriptedFactory : IPlatformFactory
{
    private readonly Dictionary<string, ScriptedEndpoint> endpoints = [];

    public string Platform => "scripted";

    public Type SettingsType => typeof(ScriptedSettings);

    public IReadOnlyList<string> SecretNames => ["password"];

    public IReadOnlyDictionary<string, string> LastSecrets { get; private set; } = new Dictionary<string, string>();

    public ScriptedEndpoint this[string name]
    {
        get
        {
            if (!endpoints.TryGetValue(name, out var endpoint)) endpoints[name] = endpoint = new ScriptedEndpoint { HostName = name };
            return endpoint;
        }
    }

    public IPlatform Create(JsonElement settings, IReadOnlyDictionary<string, string> secrets, TimeProvider time)
    {
        LastSecrets = secrets;
        var endpoint = this[Activities.ActivityJson.Read<ScriptedSettings>(settings).Endpoint];
        endpoint.Objects++;
        return new ScriptedPlatform(endpoint);
    }
}
