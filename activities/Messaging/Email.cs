using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Microsoft.Extensions.Options;
using MimeKit;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Integration;
using Runbooks.Activities.Operations;

namespace Runbooks.Activities.Messaging;

/// <summary>Sends an e-mail through the configured mail server (<c>Smtp</c> in the configuration).</summary>
/// <remarks>Done when the mail server took the message for all recipients; where it refuses one, nothing is sent. A repeat after a crash has
/// the same Message-ID, by which mail systems recognise it. Fails as <c>email.not-configured</c>, <c>email.unreachable</c>,
/// <c>email.unauthorised</c>, <c>email.deferred</c> (worth a retry) or <c>email.refused</c>.</remarks>
[Activity("message.email", Effect.Change, Title = "E-mail", Group = "Messaging", Outcomes = ["sent"],
    NoUndo = "What was sent is sent.")]
public sealed class Email(IOptions<SmtpOptions> options) : Activity<Email.Input, Email.Output>, IForesees
{
    private const int MaximumRecipients = 50;

    public sealed record Input
    {
        /// <summary>One address or several, separated by commas; 50 at most.</summary>
        [Format(Formats.Email)]
        [StringLength(4000, MinimumLength = 3)]
        public required string To { get; init; }

        /// <summary>The subject, in one line.</summary>
        [StringLength(250)]
        public required string Subject { get; init; }

        /// <summary>The text, as it is: no HTML.</summary>
        [Format(Formats.Multiline)]
        [StringLength(500_000)]
        public string Body { get; init; } = "";
    }

    /// <param name="MessageId">The Message-ID header, for finding the message in the mail system.</param>
    /// <param name="Recipients">How many addresses it went to.</param>
    public sealed record Output(string MessageId, int Recipients);

    public Foresight Foresee(JsonElement input, IReadOnlyList<FleetObject> targets, ForesightContext context)
    {
        var to = input.TryGetProperty("to", out var given) ? given.ToString() : "whom the run finds";
        return Foresight.Sends($"Sends an e-mail to {to}", $"sent to {to}");
    }

    protected override async Task<Ending> ExecuteAsync(Input input, ActivityContext context, CancellationToken cancellation)
    {
        var settings = options.Value;
        var from = Sender(settings);
        var to = Recipients(input.To);
        var end = await context.OperationAsync(
            new OperationCall
            {
                Name = "send",
                Kind = OperationKind.Keyed,
                Start = (key, token) => SendAsync(settings, context.Time, input, from, to, key, token),
                Attach = (messageId, _) => Task.FromResult<JsonElement?>(ActivityJson.Write(new Output(messageId, to.Count))),
            },
            cancellation);
        return new Ending("sent", end.Result!.Value.Deserialize<Output>(ActivityJson.Options)!, $"Sent to {to}.");
    }

    /// <exception cref="ActivityFailure">These are no addresses (<c>input.invalid</c>).</exception>
    public static void Check(string to) => Recipients(to);

    /// <summary>Outside of a run.</summary>
    /// <param name="key">Names the message: a repeat has the same Message-ID.</param>
    /// <returns>The Message-ID.</returns>
    /// <exception cref="ActivityFailure">It was not taken, or that is not known.</exception>
    public static Task<string> SendAsync(SmtpOptions settings, TimeProvider time, Input input, string key, CancellationToken cancellation) =>
        SendAsync(settings, time, input, Sender(settings), Recipients(input.To), key, cancellation);

    private static async Task<string> SendAsync(
        SmtpOptions settings, TimeProvider time, Input input, MailboxAddress from, InternetAddressList to, string key, CancellationToken cancellation)
    {
        using var message = Message(input, from, to, IdempotencyKey.Of(key), time.GetUtcNow());
        await new SmtpDelivery(settings, time).SendAsync(message, cancellation);
        return message.MessageId!;
    }

    private static MimeMessage Message(Input input, MailboxAddress from, InternetAddressList to, string key, DateTimeOffset now)
    {
        var message = new MimeMessage
        {
            Subject = string.Join(' ', input.Subject.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries)),
            Body = new TextPart("plain") { Text = input.Body },
            Date = now,
            MessageId = $"{key}@{from.Domain}",
        };
        message.From.Add(from);
        message.To.AddRange(to);

        // RFC 3834: no out-of-office answers to a program.
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return message;
    }

    private static MailboxAddress Sender(SmtpOptions settings) =>
        settings.Host is not "" && MailboxAddress.TryParse(settings.From, out var from) && from.Domain is not ""
            ? from
            : throw new ActivityFailure(
                "email.not-configured",
                "No mail server is configured, so nothing was sent. Next: have an administrator set Smtp:Host and Smtp:From.");

    private static InternetAddressList Recipients(string to)
    {
        if (InternetAddressList.TryParse(to, out var list) && list.Count is > 0 and <= MaximumRecipients
            && list.All(address => address is MailboxAddress { Domain.Length: > 0 }))
            return list;
        throw new ActivityFailure(
            "input.invalid",
            $"to is no list of 1 to {MaximumRecipients} e-mail addresses. Nothing was sent. Next: write them as a@example.org, b@example.org.");
    }
}
