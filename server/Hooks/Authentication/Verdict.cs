using Runbooks.Server.Alerts.Storage;

namespace Runbooks.Server.Hooks.Authentication;

/// <summary>Whether a request is its source's.</summary>
internal abstract record Verdict
{
    private Verdict()
    {
    }

    /// <param name="Once">Where it must not be taken a second time.</param>
    public sealed record Trusted(OnceOnly? Once = null) : Verdict;

    /// <param name="Status">401: it does not prove who it is; 403: it does, and is refused nevertheless.</param>
    /// <param name="Challenge">The scheme to present credentials by.</param>
    public sealed record Refused(int Status, string Code, string Message, string? Challenge = null) : Verdict;

    public static Refused Missing(string message, string? challenge = null) => new(StatusCodes.Status401Unauthorized, "hook.no-credentials", message, challenge);

    public static Refused Wrong(string message, string? challenge = null) => new(StatusCodes.Status401Unauthorized, "hook.wrong-credentials", message, challenge);

    public static Refused Forbidden(string code, string message) => new(StatusCodes.Status403Forbidden, code, message);
}
