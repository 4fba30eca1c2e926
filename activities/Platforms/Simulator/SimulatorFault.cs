using System.ComponentModel;

namespace Runbooks.Activities.Platforms.Simulator;

/// <summary>Where in a call a fault strikes.</summary>
public enum FaultPoint
{
    /// <summary>The call is refused and changes nothing.</summary>
    Call,

    /// <summary>The operation is begun, and the answer is lost on the way back.</summary>
    Answer,

    /// <summary>The operation is begun and fails at its end, without an effect.</summary>
    End,
}

/// <summary>One thing that goes wrong. Which calls it strikes is a function of the seed, not of chance.</summary>
public sealed record SimulatorFault
{
    [Description("An operation (power-on, shutdown, create-snapshot, provision, migrate, back-up, restore, …), a call (inventory, vm, snapshots, sample, watch, find, await) or *")]
    public string Operation { get; init; } = "*";

    [Description("Names of the virtual machines (or hosts) concerned; * and ? are wildcards. Calls that concern no single one match only *")]
    public string Vm { get; init; } = "*";

    [Description("The share of matching calls that it strikes, 0 to 1")]
    public double Probability { get; init; } = 1;

    [Description("It strikes only the first so many matching calls of each virtual machine since the server started; empty for all")]
    public int? Count { get; init; }

    [Description("Where it strikes: call (refused), answer (begun, but the answer is lost), end (begun, and fails)")]
    public FaultPoint At { get; init; } = FaultPoint.Call;

    [Description("What kind of error it is; empty for a delay alone")]
    public PlatformError? Error { get; init; }

    [Description("The platform's own text")]
    public string? Message { get; init; }

    [Description("How much longer the call or the operation takes")]
    public TimeSpan Delay { get; init; }

    internal PlatformException ToException() => new(Error!.Value, Text);

    internal string Text => Message ?? $"simulated: {PlatformErrorText.Of(Error!.Value)}";
}

internal static class PlatformErrorText
{
    public static string Of(PlatformError error) => error switch
    {
        PlatformError.NotFound => "the object no longer exists",
        PlatformError.Conflict => "the operation is not allowed in the current state",
        PlatformError.Busy => "another task is in progress, try again later",
        PlatformError.Unreachable => "connection timed out",
        PlatformError.Unauthorised => "the session is not authenticated",
        PlatformError.Forbidden => "permission to perform this operation was denied",
        PlatformError.Capacity => "insufficient resources to satisfy the request",
        PlatformError.Unsupported => "the operation is not supported on the object",
        PlatformError.Invalid => "a specified parameter was not correct",
        PlatformError.Timeout => "the operation timed out",
        _ => "the task was interrupted",
    };
}
