namespace Runbooks.Activities.Messaging;

/// <summary>The section <c>Smtp</c> of the configuration: the server that mail is handed to.</summary>
public sealed record SmtpOptions
{
    /// <summary>Its name or address; no mail can be sent while this is empty.</summary>
    public string Host { get; init; } = "";

    public int Port { get; init; } = 25;

    /// <summary>The sender: <c>runbooks@example.org</c> or <c>Runbooks &lt;runbooks@example.org&gt;</c>.</summary>
    public string From { get; init; } = "";

    /// <summary>Null where the server asks for no sign-in.</summary>
    public string? UserName { get; init; }

    public string? Password { get; init; }

    public SmtpTls Tls { get; init; } = SmtpTls.Auto;
}

public enum SmtpTls
{
    /// <summary>From the first byte on port 465, else STARTTLS where the server offers it.</summary>
    Auto,

    /// <summary>Never: everything can be read on the way.</summary>
    None,

    /// <summary>By STARTTLS, or not at all.</summary>
    StartTls,

    /// <summary>From the first byte.</summary>
    OnConnect,
}
