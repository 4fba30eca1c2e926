using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Compute;

/// <summary>What an operator does next about an error of a platform.</summary>
internal static class PlatformAdvice
{
    public static string Next(PlatformError error, string connection) => error switch
    {
        PlatformError.NotFound => $"refresh the fleet; it may have been deleted, or moved away from connection '{connection}'",
        PlatformError.Conflict => "look at its state on the platform, then retry",
        PlatformError.Busy => "wait for the platform's other task to end, then retry",
        PlatformError.Unreachable => $"check connection '{connection}', then retry",
        PlatformError.Unauthorised => $"renew the credentials of connection '{connection}', then retry",
        PlatformError.Forbidden => $"grant the user of connection '{connection}' this right, then retry",
        PlatformError.Capacity => "make room on its host or storage, then retry",
        PlatformError.Unsupported => "choose another way: this platform cannot do it",
        PlatformError.Invalid => "correct the step's inputs, then run it again",
        PlatformError.Timeout => "see on the platform whether the task still runs, then retry",
        PlatformError.Interrupted => "see on the platform whether it took effect before running it again",
        _ => throw new ArgumentOutOfRangeException(nameof(error), error, null),
    };
}
