using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Runbooks.Activities.Messaging;

/// <summary>Hands one message to the configured mail server.</summary>
internal sealed class SmtpDelivery(SmtpOptions options, TimeProvider time)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <exception cref="ActivityFailure">The message was not taken, or it is not known whether it was.</exception>
    public async Task SendAsync(MimeMessage message, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);

        // Revocation lists are out of reach on many management networks; the chain and the name are checked.
        using var client = new SmtpClient { CheckCertificateRevocation = false };
        var handedOver = false;
        try
        {
            await client.ConnectAsync(options.Host, options.Port, Security(), either.Token);
            if (options.UserName is { Length: > 0 } user) await client.AuthenticateAsync(user, options.Password ?? "", either.Token);
            handedOver = true;
            await client.SendAsync(message, either.Token);
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            throw Failure(error, handedOver);
        }

        await LeaveAsync(client, either.Token);
    }

    // The message is taken already: however the goodbye goes, it is no failure.
    private static async Task LeaveAsync(SmtpClient client, CancellationToken cancellation)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellation);
        }
        catch (Exception error) when (error is IOException or ProtocolException or OperationCanceledException or SocketException)
        {
        }
    }

    private SecureSocketOptions Security() => options.Tls switch
    {
        SmtpTls.None => SecureSocketOptions.None,
        SmtpTls.StartTls => SecureSocketOptions.StartTls,
        SmtpTls.OnConnect => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.Auto,
    };

    private ActivityFailure Failure(Exception error, bool handedOver) => error switch
    {
        SmtpCommandException { StatusCode: var status } when (int)status is >= 400 and < 500 =>
            NotSent("email.deferred", error, "Next: it is worth a retry later.", retryable: true),
        SmtpCommandException => NotSent("email.refused", error, "Next: check sender and recipients."),
        AuthenticationException => NotSent("email.unauthorised", error, "Next: correct Smtp:UserName and Smtp:Password."),
        SslHandshakeException => NotSent("email.tls", error, "Next: check the certificate of the mail server and Smtp:Tls."),
        NotSupportedException => NotSent("email.unsupported", error, "Next: check Smtp:Tls and Smtp:UserName against what the mail server offers."),
        _ when !handedOver => NotSent("email.unreachable", error, "Next: check Smtp:Host, Smtp:Port and the network.", retryable: true),
        _ => new ActivityFailure(
            "email.interrupted",
            $"The mail server {options.Host}:{options.Port} broke off while it took the message; whether it will deliver it is not known. "
            + $"`{error.Message}` Next: a retry sends it with the same Message-ID, by which a mail system recognises it.",
            retryable: true) { EffectUnknown = true },
    };

    private ActivityFailure NotSent(string code, Exception error, string next, bool retryable = false) =>
        new(code, $"The message was not sent. Mail server {options.Host}:{options.Port}: `{error.Message}` {next}", retryable);
}
