using System.Text.Json;

namespace Runbooks.Activities.Integration;

/// <summary>What a request would be, without its query, which may carry credentials.</summary>
internal static class HttpForesight
{
    /// <param name="method">Where the input names none.</param>
    public static Foresight Of(JsonElement input, string method)
    {
        if (input.TryGetProperty("method", out var named)) method = named.ToString();
        var place = input.TryGetProperty("url", out var url) && Uri.TryCreate(url.ToString(), UriKind.Absolute, out var address)
            ? address.GetLeftPart(UriPartial.Path)
            : "an address that the run finds";
        return Foresight.Sends($"Sends {method} to {place}", $"sent to {place}");
    }
}
