
namespace Runbooks.Server.Alerts.Sources;

/// <summary>How a source proves that it is itself. Its secrets are kept apart.</summary>
public sealed record AuthenticationSettings(AuthenticationType Type)
{
    /// <summary>Of basic.</summary>
    public string? UserName { get; init; }

    /// <summary>Of hmac: the header with the signature in hex, with or without <c>sha256=</c> before it.</summary>
    public string? SignatureHeader { get; init; }

    /// <summary>Of hmac: the header with the time in seconds since 1970. The signature is then over <c>time:body</c>, a request is
    /// refused when it is older than the tolerance, and taken once only.</summary>
    public string? TimestampHeader { get; init; }

    /// <summary>Of hmac: how far the sender's clock may be off.</summary>
    public TimeSpan? Tolerance { get; init; }

    /// <summary>Of sns: the one topic that messages are taken of.</summary>
    public string? TopicArn { get; init; }

    /// <summary>Of mtls: the subject that the proxy must have seen in the client's certificate.</summary>
    public string? Subject { get; init; }
}

/// <summary>A secret that a kind of authentication stands on; none has more than one.</summary>
public static class AuthenticationSecret
{
    public static string? NameFor(AuthenticationType type) => type switch
    {
        AuthenticationType.Bearer => "token",
        AuthenticationType.Basic => "password",
        AuthenticationType.Hmac => "secret",
        _ => null,
    };
}

public enum AuthenticationType
{
    Bearer,
    Basic,
    Hmac,
    Sns,
    Mtls,
    None,
}
