using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Runbooks.Server.Tests.Channels;

/// <summary>A service that keeps what it took, and answers as a test says.</summary>
internal sealed class ChatStub : IAsyncDisposable
{
    private readonly WebApplication server;

    private ChatStub(WebApplication server) => this.server = server;

    public int Status { get; set; } = 200;

    public string Answer { get; set; } = "ok";

    public string? RetryAfter { get; set; }

    /// <summary>All that was asked, also what was not taken.</summary>
    public ConcurrentQueue<(string Path, JsonElement Body)> Asked { get; } = [];

    public ConcurrentQueue<JsonElement> Taken { get; } = [];

    public string Url => server.Urls.Single();

    public static async Task<ChatStub> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        var stub = new ChatStub(server);
        server.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = JsonElement.Parse(await reader.ReadToEndAsync(context.RequestAborted));
            stub.Asked.Enqueue((context.Request.Path, body));
            if (stub.Status < 300) stub.Taken.Enqueue(body);
            if (stub.RetryAfter is { } after) context.Response.Headers.RetryAfter = after;
            context.Response.StatusCode = stub.Status;
            await context.Response.WriteAsync(stub.Answer);
        });
        await server.StartAsync(TestContext.Current.CancellationToken);
        return stub;
    }

    /// <summary>The titles of Slack messages that it took, in their order.</summary>
    public IReadOnlyList<string> Titles => [.. Taken.Select(body => body.GetProperty("blocks")[0].GetProperty("text").GetProperty("text").GetString()!)];

    public string TextOf(int index) => Taken.ElementAt(index).GetProperty("blocks")[1].GetProperty("text").GetProperty("text").GetString()!;

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
