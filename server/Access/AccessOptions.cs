using Runbooks.Server.Hosting;

namespace Runbooks.Server.Access;

/// <summary>Bound from <c>Runbooks:Access</c>.</summary>
internal sealed class AccessOptions : ICheckedOptions
{
    public const int ShortestKey = 32;

    /// <summary>An administrator's API key that is valid while it is configured.</summary>
    public string? BootstrapKey { get; init; }

    /// <summary>How long the sign-in link that the start prints is good for.</summary>
    public TimeSpan SignInLinkLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a session of the designer lasts after its last use.</summary>
    public TimeSpan SessionLifetime { get; init; } = TimeSpan.FromHours(12);

    public IEnumerable<(string Key, string Message)> Problems()
    {
        // An empty value is somebody's unset variable, not a wish for no key.
        if (BootstrapKey is { } key && key.Trim().Length < ShortestKey)
            yield return (nameof(BootstrapKey), $"must have at least {ShortestKey} characters; it has {key.Trim().Length}. Make one with: openssl rand -hex 32");
        if (SignInLinkLifetime <= TimeSpan.Zero) yield return (nameof(SignInLinkLifetime), "must be longer than zero.");
        if (SessionLifetime <= TimeSpan.Zero) yield return (nameof(SessionLifetime), "must be longer than zero.");
    }
}
