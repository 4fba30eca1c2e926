using System.Text.Json;
using Runbooks.Activities.Operations;

namespace Runbooks.Activities.Platforms.OpenStack.Operations;

/// <summary>Operations that are carried out and recognised in one way.</summary>
internal interface IOperations
{
    Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation);

    Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation);

    Task<JsonElement?> AwaitAsync(PlatformOperation operation, TaskHandle handle, CancellationToken cancellation);
}
