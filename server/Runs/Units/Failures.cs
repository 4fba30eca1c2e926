using System.Net.Sockets;
using Runbooks.Activities;
using Runbooks.Activities.Platforms;
using Runbooks.Workflows.Execution.Events;

namespace Runbooks.Server.Runs.Units;

/// <summary>Failures as the history keeps them.</summary>
internal static class Failures
{
    /// <summary>Whether the other side is known not to have done it. Where it may have (unreachable, timed out), the operation stays
    /// open and is reconciled before any retry.</summary>
    public static bool IsRefusal(Exception error) => error switch
    {
        PlatformException platform => platform.Error is not (PlatformError.Unreachable or PlatformError.Timeout or PlatformError.Interrupted),
        ActivityFailure failure => !failure.EffectUnknown,
        _ => false,
    };

    public static RunError ToError(Exception error) => error switch
    {
        ActivityFailure failure => new(failure.Code, failure.Message, failure.Retryable, failure.RetryAfter),
        PlatformException platform => new(platform.Code, platform.Message, platform.Retryable, platform.RetryAfter),
        HttpRequestException or SocketException or IOException => new("network.failed", error.Message, Retryable: true),
        _ => new("internal", $"A fault in the server ({error.GetType().Name}: {error.Message}). The log has the details."),
    };

    /// <summary>Whether it is a bug, which is logged as one.</summary>
    public static bool IsBug(Exception error) =>
        error is not (ActivityFailure or PlatformException or HttpRequestException or SocketException or IOException);
}
