using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Runbooks.Activities;
using Runbooks.Activities.Messaging;
using Runbooks.Activities.Messaging.Sending;

namespace Runbooks.Server.Channels.Types;

internal sealed class EmailChannel(IOptions<SmtpOptions> options, TimeProvider time) : IChannelType
{
    public string Name => "email";

    public Type SettingsType => typeof(EmailSettings);

    public IReadOnlyList<string> SecretNames => [];

    public int RequiredSecrets => 0;

    public bool Resolves => false;

    public void Check(ChannelCall call) => Email.Check(call.Read<EmailSettings>().To);

    public async Task<MessageSent> SendAsync(ChannelCall call, CancellationToken cancellation)
    {
        var message = call.Message;
        var body = message.Link is { } link ? $"{message.Text}\n\n{message.LinkText}: {link.AbsoluteUri}" : message.Text;
        var input = new Email.Input { To = call.Read<EmailSettings>().To, Subject = message.Title, Body = body };
        return new MessageSent(250, await Email.SendAsync(options.Value, time, input, call.Key, cancellation));
    }
}

/// <summary>By the mail server of the configuration (Smtp).</summary>
public sealed record EmailSettings
{
    /// <summary>One address or several, separated by commas; 50 at most.</summary>
    [Format(Formats.Email)]
    [StringLength(4000, MinimumLength = 3)]
    public required string To { get; init; }
}
