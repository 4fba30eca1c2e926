namespace Runbooks.Activities.Messaging.Sending;

/// <summary>Addresses that people wrote. They are not repeated in what is said of them: those of webhooks are credentials.</summary>
internal static class Addresses
{
    /// <exception cref="ActivityFailure">It is none (<c>input.invalid</c>).</exception>
    public static Uri Link(string link) => Of(link) ?? throw new ActivityFailure(
        "input.invalid", "link is not an absolute http or https address. Nothing was sent. Next: correct it.");

    /// <exception cref="ActivityFailure">It is none (<c>input.invalid</c>).</exception>
    public static Uri Webhook(string webhook) => Of(webhook) ?? throw new ActivityFailure(
        "input.invalid", "webhook is not an absolute http or https address. Nothing was sent. Next: copy it from the service as a whole.");

    /// <param name="address">Another one than the service's own: a proxy.</param>
    /// <exception cref="ActivityFailure">It is none (<c>input.invalid</c>).</exception>
    public static Uri Under(string address, string path) => Of(address.TrimEnd('/') + path) ?? throw new ActivityFailure(
        "input.invalid", "address is not an absolute http or https address. Nothing was sent. Next: correct it.");

    private static Uri? Of(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https") ? url : null;
}
