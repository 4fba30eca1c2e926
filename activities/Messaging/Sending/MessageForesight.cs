using System.Text.Json;

namespace Runbooks.Activities.Messaging.Sending;

/// <summary>What a plan says of a message that a step would send.</summary>
internal static class MessageForesight
{
    private const int MostTitle = 80;

    public static Foresight Of(JsonElement input, string service)
    {
        var title = input.TryGetProperty("title", out var given) && given.ToString() is { Length: > 0 } text ? $" '{Shorten.Line(text, MostTitle)}'" : "";
        return Foresight.Sends($"Sends a message{title} to {service}", $"sent to {service}");
    }
}
