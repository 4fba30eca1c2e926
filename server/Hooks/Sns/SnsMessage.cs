using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Runbooks.Server.Alerts.Dialects;

namespace Runbooks.Server.Hooks.Sns;

/// <summary>The envelope that Amazon SNS posts.</summary>
internal sealed partial record SnsMessage(
    string Type, string MessageId, string TopicArn, string Message, DateTimeOffset Timestamp, string SignatureVersion, string Signature, string CertificateUrl)
{
    /// <summary>The members that are signed, in their order, by the type of the message.</summary>
    private static readonly string[] OfNotification = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"];
    private static readonly string[] OfConfirmation = ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];

    public const string Notification = "Notification";
    public const string SubscriptionConfirmation = "SubscriptionConfirmation";
    public const string UnsubscribeConfirmation = "UnsubscribeConfirmation";

    /// <summary>Where the subscription is confirmed.</summary>
    public string? SubscribeUrl { get; private init; }

    /// <summary>The bytes that the signature is over.</summary>
    public required ReadOnlyMemory<byte> Signed { get; init; }

    /// <exception cref="UnreadableBodyException">It is no message of SNS.</exception>
    public static SnsMessage Read(ReadOnlyMemory<byte> bytes)
    {
        var sent = Payload.ParseObject(bytes);
        var type = Text(sent, "Type");
        if (type is not (Notification or SubscriptionConfirmation or UnsubscribeConfirmation)) throw new UnreadableBodyException("'Type' is not a type of message of Amazon SNS.");
        return new SnsMessage(
            type, Text(sent, "MessageId"), Text(sent, "TopicArn"), Text(sent, "Message"),
            Payload.ParseTime(Text(sent, "Timestamp")) ?? throw new UnreadableBodyException("'Timestamp' is not a time."),
            Text(sent, "SignatureVersion"), Text(sent, "Signature"), Text(sent, "SigningCertURL"))
        {
            SubscribeUrl = Find(sent, "SubscribeURL"),
            Signed = Encoding.UTF8.GetBytes(string.Concat((type == Notification ? OfNotification : OfConfirmation)
                .Select(name => (Name: name, Value: Find(sent, name)))
                .Where(member => member.Value is not null)
                .Select(member => $"{member.Name}\n{member.Value}\n"))),
        };
    }

    /// <summary>Whether the address is Amazon's, of the service SNS: anybody may write any address into a message.</summary>
    public static bool IsOfAmazon(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.IsDefaultPort && uri.UserInfo.Length == 0 && Host().IsMatch(uri.Host);

    private static string Text(JsonElement sent, string name) => Find(sent, name) ?? throw new UnreadableBodyException($"'{name}' is missing.");

    private static string? Find(JsonElement sent, string name) =>
        sent.Member(name) is { ValueKind: JsonValueKind.String } value ? Payload.Scalar(value) : null;

    [GeneratedRegex(@"^sns\.[a-z0-9-]{3,32}\.amazonaws\.com(\.cn)?\z")]
    private static partial Regex Host();
}
