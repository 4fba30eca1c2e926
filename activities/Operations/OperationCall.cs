using System.Text.Json;

namespace Runbooks.Activities.Operations;

/// <summary>One change to the world. The intent is committed, then <see cref="Start"/> is called, then its handle is committed,
/// then <see cref="Attach"/> waits for the end. After a crash: attach by handle, else <see cref="Find"/>, else repeat where
/// <see cref="Kind"/> allows it.</summary>
public sealed record OperationCall
{
    /// <summary>Names the operation within its unit, e.g. <c>shutdown</c>; part of the key.</summary>
    public required string Name { get; init; }

    public required OperationKind Kind { get; init; }

    /// <summary>Looks whether the operation with this key was begun. Null where the other side cannot tell.</summary>
    public Func<string, CancellationToken, Task<Sighting>>? Find { get; init; }

    /// <summary>Begins the operation with this key and gives its handle, as soon as there is one.</summary>
    public required Func<string, CancellationToken, Task<string>> Start { get; init; }

    /// <summary>Waits for the end of the operation with this handle.</summary>
    public required Func<string, CancellationToken, Task<JsonElement?>> Attach { get; init; }

    /// <summary>Asks the other side to stop; the end is still awaited. Null where that cannot be asked.</summary>
    public Func<string, CancellationToken, Task>? Cancel { get; init; }

    /// <summary>How long to wait for the end, counted from the committed handle, across restarts: what the other side was not
    /// yet asked for does not use it up. After it the operation is settled as not confirmed.</summary>
    public TimeSpan? Limit { get; init; }

    /// <summary>What it needs for itself besides the unit's target; null where nothing.</summary>
    public OperationHold? Hold { get; init; }
}

/// <summary>How an operation ended.</summary>
/// <param name="Confirmed">False where <see cref="OperationCall.Limit"/> passed without an end.</param>
public sealed record OperationEnd(bool Confirmed, JsonElement? Result);

/// <summary>What a search for a begun operation found.</summary>
public abstract record Sighting
{
    private Sighting()
    {
    }

    /// <summary>It was never begun: it may be started.</summary>
    public sealed record NotStarted : Sighting;

    /// <summary>It runs, or ran, under this handle.</summary>
    public sealed record Found(string Handle) : Sighting;

    /// <summary>It cannot be told.</summary>
    public sealed record Unknown(string Why) : Sighting;
}
