using System.Security.Cryptography;
using System.Text.Json;
using Runbooks.Activities;
using Runbooks.Activities.Messaging.Sending;
using Runbooks.Server.Channels.Types;
using Runbooks.Server.Secrets;

namespace Runbooks.Server.Channels.Outbox;

/// <summary>Sends one message through a channel, with its secrets, which are in nothing that is said of it.</summary>
internal sealed class ChannelSender(ChannelTypes types, SecretStore secrets)
{
    public bool Resolves(ChannelEntity channel) => types.Find(channel.Type) is { Resolves: true };

    /// <exception cref="ActivityFailure">It was not taken, or that is not known.</exception>
    public async Task<MessageSent> SendAsync(ChannelEntity channel, WrittenMessage written, bool isOver, CancellationToken cancellation)
    {
        var values = await ReadAsync(channel, cancellation);
        var redactor = new SecretRedactor(values.Values);
        try
        {
            var type = types.Find(channel.Type) ?? throw new ActivityFailure("channel.invalid", $"This server has no channels of the type '{channel.Type}' any more.");
            var sent = await type.SendAsync(new ChannelCall(JsonElement.Parse(channel.Settings), values, written.Message, written.Key) { IsOver = isOver }, cancellation);
            return sent with { Answer = sent.Answer is { } answer ? redactor.Redact(answer) : null };
        }
        catch (ActivityFailure failure)
        {
            throw new ActivityFailure(failure.Code, redactor.Redact(failure.Message), failure.Retryable, failure.RetryAfter) { EffectUnknown = failure.EffectUnknown };
        }
    }

    private async Task<Dictionary<string, string>> ReadAsync(ChannelEntity channel, CancellationToken cancellation)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            foreach (var name in channel.SecretNames)
                if (await secrets.ResolveAsync(SecretScope.OfChannel(channel.Id), name, cancellation) is { } value) values[name] = value;
        }
        catch (CryptographicException error)
        {
            // The keys may be put back.
            throw new ActivityFailure("channel.unreadable-secret", error.Message, retryable: true);
        }

        return values;
    }
}
