namespace Runbooks.Activities.Platforms;

/// <summary>The closed set of what can go wrong on a platform. Anything else is a bug and is logged as one.</summary>
public enum PlatformError
{
    NotFound,
    Conflict,
    Busy,
    Unreachable,
    Unauthorised,
    Forbidden,
    Capacity,
    Unsupported,
    Invalid,
    Timeout,
    Interrupted,
}

/// <summary>A platform refused, failed, or is not there.</summary>
/// <param name="said">The platform's own text, verbatim; never translated.</param>
public sealed class PlatformException(PlatformError error, string said, TimeSpan? retryAfter = null, Exception? inner = null)
    : Exception(said, inner)
{
    public PlatformError Error { get; } = error;

    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>The code that definitions match in <c>retry.on</c>: <c>platform.not-found</c>.</summary>
    public string Code { get; } = "platform." + error switch
    {
        PlatformError.NotFound => "not-found",
        _ => error.ToString().ToLowerInvariant(),
    };

    /// <summary>Whether waiting may help: busy, unreachable, timeout, capacity.</summary>
    public bool Retryable =>
        Error is PlatformError.Busy or PlatformError.Unreachable or PlatformError.Timeout or PlatformError.Capacity;
}
