using System.ComponentModel.DataAnnotations;

namespace Runbooks.Activities.Messaging.Sending;

/// <summary>What activities that write to a chat are told.</summary>
public abstract record MessageInput
{
    /// <summary>The first line.</summary>
    [StringLength(500)]
    public string Title { get; init; } = "";

    /// <summary>The text, as it is: what looks like markup, a mention or a link is shown as it is written.</summary>
    [Format(Formats.Multiline)]
    [StringLength(100_000, MinimumLength = 1)]
    public required string Text { get; init; }

    /// <summary>An address to open from the message.</summary>
    [Format(Formats.Uri)]
    [StringLength(2000)]
    public string? Link { get; init; }

    /// <exception cref="ActivityFailure">The link is none (<c>input.invalid</c>).</exception>
    internal PlainMessage Message() => new(Title, Text, Link is { Length: > 0 } link ? Addresses.Link(link) : null);
}
