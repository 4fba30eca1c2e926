using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Runbooks.Server.Tests;

/// <summary>An answer with its body read.</summary>
public sealed record HttpAnswer(HttpStatusCode Status, HttpResponseHeaders Headers, string? MediaType, string Text)
{
    public JsonElement Json => JsonElement.Parse(Text);

    public string? Code => Json.GetProperty("code").GetString();

    public string Detail => Json.GetProperty("detail").GetString()!;

    /// <summary>Checks that this is a problem with all that one must have.</summary>
    public HttpAnswer AssertProblem(HttpStatusCode status, string code)
    {
        Assert.Equal((status, "application/problem+json", code), (Status, MediaType, Text.Length == 0 ? null : Code));
        Assert.Equal((int)status, Json.GetProperty("status").GetInt32());
        Assert.NotEqual("", Json.GetProperty("title").GetString());
        Assert.NotEqual("", Detail);
        return this;
    }

    public IEnumerable<(string Path, string Message)> Errors =>
        Json.GetProperty("errors").EnumerateArray().Select(error => (error.GetProperty("path").GetString()!, error.GetProperty("message").GetString()!));
}

public static class HttpAnswers
{
    public static Task<HttpAnswer> AskAsync(this HttpClient client, string path) => client.AskAsync(HttpMethod.Get, path);

    /// <param name="body">Sent as it is where it is text, else as JSON.</param>
    public static async Task<HttpAnswer> AskAsync(
        this HttpClient client, HttpMethod method, string path, object? body = null, string mediaType = "application/json", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body as string ?? JsonSerializer.Serialize(body, JsonSerializerOptions.Web), Encoding.UTF8, mediaType);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new HttpAnswer(response.StatusCode, response.Headers, response.Content.Headers.ContentType?.MediaType, text);
    }
}
