using System.Text.Json;
using Runbooks.Activities.Operations;

namespace Runbooks.Activities.Platforms;

/// <summary>What can be read from a platform. Everything raises <see cref="PlatformException"/> and nothing else.</summary>
public interface IPlatformReader
{
    Task<Inventory> GetInventoryAsync(CancellationToken cancellation);

    /// <summary>The VM as it is now; null where the platform knows no such VM.</summary>
    Task<VirtualMachine?> GetVirtualMachineAsync(string nativeId, CancellationToken cancellation);

    /// <summary>Snapshots, oldest first.</summary>
    Task<IReadOnlyList<Snapshot>> GetSnapshotsAsync(string nativeId, CancellationToken cancellation);
}

/// <summary>One configured endpoint of a platform. Safe for use from several threads.</summary>
public interface IPlatform : IPlatformReader, IAsyncDisposable
{
    IReadOnlySet<Capability> Capabilities { get; }

    /// <summary>Load of all hosts and running VMs since the call before; the first call may have values missing.</summary>
    Task<IReadOnlyList<MetricSample>> SampleAsync(CancellationToken cancellation);

    /// <summary>Changes as they happen, until cancelled. Ends in <see cref="PlatformException"/> when the connection is lost.</summary>
    IAsyncEnumerable<InventoryChange> WatchAsync(CancellationToken cancellation);

    /// <summary>What a repetition of the operation does on this platform.</summary>
    OperationKind KindOf(PlatformOperation operation);

    /// <summary>Begins the operation and returns its task handle at once. The handle outlives this process.</summary>
    Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation);

    /// <summary>Whether the operation with this key was begun, from the platform's own knowledge.</summary>
    Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation);

    /// <summary>Waits until the task is over, also after a restart of this process. A convergent operation that turns out done is a success.</summary>
    Task<JsonElement?> AwaitAsync(PlatformOperation operation, string handle, IProgress<double>? progress, CancellationToken cancellation);

    /// <summary>Asks the platform to stop the task; <see cref="AwaitAsync"/> tells how it ended.</summary>
    /// <exception cref="PlatformException"><see cref="PlatformError.Unsupported"/> where the task cannot be stopped.</exception>
    Task CancelAsync(string handle, CancellationToken cancellation);
}

/// <summary>Makes platforms of one kind from a connection's settings.</summary>
public interface IPlatformFactory
{
    /// <summary>The kind's name in connections and in stable identities: <c>libvirt</c>.</summary>
    string Platform { get; }

    /// <summary>The settings record, for the JSON Schema of the connection form.</summary>
    Type SettingsType { get; }

    /// <summary>Names of settings that are secrets: written once, never read back.</summary>
    IReadOnlyList<string> SecretNames { get; }

    /// <summary>Opens nothing yet: a platform that is down is found out by its first call.</summary>
    /// <exception cref="ActivityFailure">The settings are wrong (<c>input.invalid</c>).</exception>
    IPlatform Create(JsonElement settings, IReadOnlyDictionary<string, string> secrets, TimeProvider time);
}
