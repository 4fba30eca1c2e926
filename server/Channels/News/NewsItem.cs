using Runbooks.Activities.Messaging.Sending;

namespace Runbooks.Server.Channels.News;

/// <summary>Something that happened, before it is known who wants to be told.</summary>
/// <param name="Key">Names it: each channel is told once.</param>
/// <param name="Kinds">What it is told as: the first of these that a channel wants.</param>
/// <param name="At">When it was there.</param>
/// <param name="Facts">What the templates read; long ones are shortened.</param>
/// <param name="Page">The designer's page of it, from its slash on.</param>
internal sealed record NewsItem(
    string Key, IReadOnlyList<MessageKind> Kinds, MessageSeverity Severity, string? Workflow, DateTimeOffset At, IReadOnlyDictionary<string, string> Facts, string Page)
{
    /// <summary>A firing or an approval, which says when it is over; null where nothing does.</summary>
    public string? Watched { get; init; }

    /// <returns>What the channel is told it as; null where it is not.</returns>
    public MessageKind? For(ChannelEntity channel) =>
        At < channel.Since || Severity < channel.MinimumSeverity || (channel.Workflows.Count > 0 && (Workflow is null || !channel.Workflows.Contains(Workflow)))
            ? null
            : Kinds.Where(channel.Kinds.Contains).Select(kind => (MessageKind?)kind).FirstOrDefault();
}
