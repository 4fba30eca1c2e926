namespace Runbooks.Activities.Messaging.Sending;

/// <summary>What is told, as plain text: names of machines are among it, so that whatever looks like markup, a mention or a link is shown as
/// it is written. Each service's message sees to that.</summary>
/// <param name="Title">One line; may be empty.</param>
/// <param name="Link">An address to open: http or https.</param>
public sealed record PlainMessage(string Title, string Text, Uri? Link = null)
{
    /// <summary>What the link is called.</summary>
    public string LinkText { get; init; } = "Open";

    /// <summary>Stands at the end of a text that was too long.</summary>
    public string Mark { get; init; } = "… (shortened)";

    public MessageSeverity Severity { get; init; } = MessageSeverity.Error;
}

public enum MessageSeverity
{
    Info,
    Warning,
    Error,
    Critical,
}
