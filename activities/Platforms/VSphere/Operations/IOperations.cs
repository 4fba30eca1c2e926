using System.Text.Json;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.VSphere.Tasks;

namespace Runbooks.Activities.Platforms.VSphere.Operations;

/// <summary>One kind of operation, from its start to its end.</summary>
internal interface IOperations
{
    /// <summary>Null where the operation is none of this kind.</summary>
    OperationKind? KindOf(PlatformOperation operation);

    /// <returns>The handle.</returns>
    Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation);

    Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation);

    Task<JsonElement?> AwaitAsync(PlatformOperation operation, TaskHandle handle, IProgress<double>? progress, CancellationToken cancellation);
}
