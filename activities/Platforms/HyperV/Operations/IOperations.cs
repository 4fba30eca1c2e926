using System.Text.Json;
using Runbooks.Activities.Operations;

namespace Runbooks.Activities.Platforms.HyperV.Operations;

/// <summary>One kind of operation, from its start to its end.</summary>
internal interface IOperations
{
    Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation);

    Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation);

    /// <summary>Tells from Hyper-V alone whether it is over, or waits until it is.</summary>
    Task<JsonElement?> AwaitAsync(PlatformOperation operation, TaskHandle handle, CancellationToken cancellation);
}
