using System.Collections.Concurrent;

namespace Runbooks.Server.Runs.Units;

/// <summary>What this process waits for on platforms and other services, for the stop button and for the run page.</summary>
public sealed class OperationsInFlight
{
    private readonly ConcurrentDictionary<string, InFlightOperation> operations = new(StringComparer.Ordinal);

    public IReadOnlyCollection<InFlightOperation> All => [.. operations.Values.OrderBy(o => o.Since)];

    public void Begin(InFlightOperation operation) => operations[operation.Key] = operation;

    public void Handle(string key, string handle)
    {
        if (operations.TryGetValue(key, out var operation)) operations[key] = operation with { Handle = handle };
    }

    public void End(string key) => operations.TryRemove(key, out _);
}

/// <param name="Handle">The platform's task; null until it is known.</param>
public sealed record InFlightOperation(
    string Key, string RunId, string Step, string? TargetId, string? TargetName, string Operation, string? Handle, DateTimeOffset Since);
