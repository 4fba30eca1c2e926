using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Runbooks.Activities.Tests.Integration;

/// <summary>The other side: a real HTTP server on loopback that keeps what it is asked.</summary>
internal sealed class HttpPeer : IAsyncDisposable
{
    private readonly WebApplication server;

    private HttpPeer(WebApplication server) => this.server = server;

    public List<Asked> Requests { get; } = [];

    public string Url => server.Urls.Single();

    public static async Task<HttpPeer> StartAsync(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        var peer = new HttpPeer(server);
        server.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            peer.Requests.Add(new Asked(context.Request.Method, context.Request.Path, headers, await reader.ReadToEndAsync(context.RequestAborted)));
            await answer(context);
        });
        await server.StartAsync(TestContext.Current.CancellationToken);
        return peer;
    }

    public static Task<HttpPeer> StartAsync(int status, string body = "", string type = "application/json") => StartAsync(context =>
    {
        (context.Response.StatusCode, context.Response.ContentType) = (status, type);
        return context.Response.WriteAsync(body);
    });

    public ValueTask DisposeAsync() => server.DisposeAsync();

    internal sealed record Asked(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body);
}
