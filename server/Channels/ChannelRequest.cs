using System.Text.Json;
using Runbooks.Activities.Catalogue;
using Runbooks.Activities.Messaging.Sending;
using Runbooks.Server.Channels.Outbox;
using Runbooks.Server.Channels.Types;

namespace Runbooks.Server.Channels;

/// <summary>What is sent to make or change a channel. In a change, what is left out stays.</summary>
/// <param name="Id">Made of the name unless given. It cannot be changed, and nor can the type.</param>
/// <param name="Settings">The members of the type's settings (<c>GET /api/v1/channel-types</c>).</param>
/// <param name="Secrets">By name; null takes one away. They are never given out again.</param>
/// <param name="Kinds">What is told to it; all unless given.</param>
/// <param name="Workflows">Only what concerns these; empty: all.</param>
internal sealed record ChannelRequest(
    string? Id = null,
    string? Name = null,
    string? Type = null,
    JsonElement? Settings = null,
    IReadOnlyDictionary<string, string?>? Secrets = null,
    ChannelLanguage? Language = null,
    bool? Enabled = null,
    IReadOnlyList<MessageKind>? Kinds = null,
    IReadOnlyList<string>? Workflows = null,
    MessageSeverity? MinimumSeverity = null);

/// <param name="Settings">Without secrets.</param>
/// <param name="SecretNames">Which secrets are set.</param>
/// <param name="Waiting">Messages that are not sent yet.</param>
/// <param name="DeadLetters">Messages that could not be sent, and are not tried any more by themselves.</param>
/// <param name="LastError">Why the message that was tried last was not taken; null once one was.</param>
internal sealed record ChannelAnswer(
    string Id, string Name, string Type, JsonElement Settings, IReadOnlyList<string> SecretNames, ChannelLanguage Language, bool Enabled,
    IReadOnlyList<MessageKind> Kinds, IReadOnlyList<string> Workflows, MessageSeverity MinimumSeverity,
    DateTimeOffset? DeliveredAt, DateTimeOffset? FailingSince, DateTimeOffset? NextAttemptAt, string? LastError, int Waiting, int DeadLetters)
{
    public static ChannelAnswer Of(ChannelEntity one, int waiting, int dead) => new(
        one.Id, one.Name, one.Type, JsonElement.Parse(one.Settings), [.. one.SecretNames.Order(StringComparer.Ordinal)], one.Language, one.Enabled,
        one.Kinds, one.Workflows, one.MinimumSeverity, one.DeliveredAt, one.FailingSince, one.NextAttemptAt, one.LastError, waiting, dead);
}

/// <param name="SettingsSchema">JSON Schema 2020-12.</param>
/// <param name="RequiredSecrets">Those that a channel must have.</param>
internal sealed record ChannelTypeAnswer(string Name, JsonElement SettingsSchema, IReadOnlyList<string> SecretNames, IReadOnlyList<string> RequiredSecrets)
{
    public static ChannelTypeAnswer Of(IChannelType type) =>
        new(type.Name, ActivitySchema.OfInput(type.SettingsType), type.SecretNames, [.. type.SecretNames.Take(type.RequiredSecrets)]);
}

/// <summary>How a test of a channel ended.</summary>
internal sealed record ChannelTest(bool Ok, long Milliseconds)
{
    /// <summary>What the service said.</summary>
    public string? Answer { get; init; }

    public string? Code { get; init; }

    public string? Message { get; init; }
}

/// <param name="Title">In the channel's language.</param>
internal sealed record ChannelMessageAnswer(
    string Id, MessageKind Kind, string Title, string? Workflow, string Page, DateTimeOffset At, MessageStatus Status, int Attempts, string? Error, DateTimeOffset? SettledAt)
{
    public static ChannelMessageAnswer Of(string title, ChannelMessageEntity one) =>
        new($"{one.Sequence}", one.Kind, title, one.Workflow, one.Page, one.At, one.Status, one.Attempts, one.Error, one.SettledAt);
}
