namespace Runbooks.Activities;

/// <summary>An activity could not do its work, in words for the operator.</summary>
/// <param name="code">A stable dotted code, e.g. <c>guest.did-not-shut-down</c>.</param>
/// <param name="message">What happened, what state the target is in now, and the next step.</param>
/// <param name="retryable">Whether the same attempt may succeed later.</param>
/// <param name="retryAfter">The earliest useful next attempt, where the other side said so.</param>
public sealed class ActivityFailure(string code, string message, bool retryable = false, TimeSpan? retryAfter = null)
    : Exception(message)
{
    public string Code { get; } = code;

    public bool Retryable { get; } = retryable;

    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>Raised by an operation: whether it took effect cannot be told. It stays open, so that a retry repeats it with the same key,
    /// where its kind allows that, rather than begin a new one.</summary>
    public bool EffectUnknown { get; init; }
}
