using System.Text.Json;
using Runbooks.Activities.Operations;

namespace Runbooks.Activities.Platforms.Libvirt.Operations;

/// <summary>One kind of operation, from its start to its end.</summary>
internal interface IOperations
{
    /// <summary>Null where the operation is none of this kind.</summary>
    OperationKind? KindOf(PlatformOperation operation);

    /// <returns>The handle.</returns>
    Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation);

    Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation);

    /// <summary>Tells from the platform alone whether it is over, or waits until it is.</summary>
    Task AwaitAsync(PlatformOperation operation, TaskHandle handle, IProgress<double>? progress, CancellationToken cancellation);

    /// <summary>Whether the platform tells more of how it ended than the error of the call that carried it out.</summary>
    Task<bool> TellsMoreAsync(PlatformOperation operation, PlatformException error, CancellationToken cancellation) =>
        Task.FromResult(error.Error == PlatformError.Unreachable);

    /// <summary>What it gives, once the call that carried it out has ended; what remains to be done is done by whoever asks.</summary>
    Task<JsonElement?> ResultAsync(PlatformOperation operation, TaskHandle handle, IProgress<double>? progress, CancellationToken cancellation) =>
        Task.FromResult<JsonElement?>(null);
}
