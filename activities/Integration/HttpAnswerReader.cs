using System.Text.Json;

namespace Runbooks.Activities.Integration;

internal static class HttpAnswerReader
{
    public static async Task<HttpAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var headers = response.Headers.Concat(response.Content.Headers)
            .Where(header => !header.Key.StartsWith("Set-Cookie", StringComparison.OrdinalIgnoreCase))
            .GroupBy(header => header.Key.ToLowerInvariant(), header => header.Value)
            .ToDictionary(group => group.Key, group => string.Join(", ", group.SelectMany(values => values)));
        return new HttpAnswer((int)response.StatusCode, headers, await BodyAsync(response.Content, cancellation));
    }

    private static async Task<JsonElement?> BodyAsync(HttpContent content, CancellationToken cancellation)
    {
        var text = await TextAsync(content, cancellation);
        if (text.Length == 0) return null;
        if (content.Headers.ContentType?.MediaType is { } type && (type == "application/json" || type.EndsWith("+json", StringComparison.Ordinal)))
        {
            try
            {
                return JsonElement.Parse(text);
            }
            catch (JsonException)
            {
                // It says JSON and is not: the text is still worth reading.
            }
        }

        return JsonSerializer.SerializeToElement(text);
    }

    private static async Task<string> TextAsync(HttpContent content, CancellationToken cancellation)
    {
        try
        {
            return await content.ReadAsStringAsync(cancellation);
        }
        catch (InvalidOperationException)
        {
            // A character set that this runtime does not know.
            content.Headers.ContentType!.CharSet = null;
            return await content.ReadAsStringAsync(cancellation);
        }
    }
}
