using Runbooks.Activities.Integration;
using Runbooks.Activities.Messaging.Sending;

namespace Runbooks.Server.Channels.Types;

/// <summary>A service that is told by a request, past the same guard as the requests of workflows.</summary>
internal sealed class WebChannel(OutboundHttp http, TimeProvider time) : IChannelType
{
    public required string Name { get; init; }

    public required Type SettingsType { get; init; }

    public required IReadOnlyList<string> SecretNames { get; init; }

    public int RequiredSecrets { get; init; } = 1;

    public bool Resolves { get; init; }

    public required Func<ChannelCall, DateTimeOffset, MessageRequest> Compose { get; init; }

    public void Check(ChannelCall call) => Compose(call, time.GetUtcNow());

    public Task<MessageSent> SendAsync(ChannelCall call, CancellationToken cancellation) =>
        MessageSender.SendAsync(Compose(call, time.GetUtcNow()), http.CreateClient, time, call.Key, cancellation);
}
