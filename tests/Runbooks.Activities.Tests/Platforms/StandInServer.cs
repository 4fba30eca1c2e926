using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Runbooks.Activities.Tests.Platforms;

/// <summary>What a stand-in of a cloud answers from: a server on a free port of this machine, which is asked one thing at a time.</summary>
internal sealed class StandInServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lock _gate = new();
    private readonly Func<HttpContext, string, Reply?> _answer;

    private StandInServer(WebApplication app, Func<HttpContext, string, Reply?> answer) => (_app, _answer) = (app, answer);

    /// <param name="Type">The text's media type.</param>
    internal readonly record struct Reply(int Status, string Type, string Text);

    public string Address => _app.Urls.Single();

    /// <param name="answer">Is given the request and its body; null cuts the connection.</param>
    public static async Task<StandInServer> StartAsync(Func<HttpContext, string, Reply?> answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new StandInServer(app, answer);
        app.Run(server.ServeAsync);
        await app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        Reply? reply;
        lock (_gate) reply = _answer(context, body);
        if (reply is not { } said)
        {
            context.Abort();
            return;
        }

        (context.Response.StatusCode, context.Response.ContentType) = (said.Status, said.Type);
        if (said.Status != StatusCodes.Status204NoContent) await context.Response.WriteAsync(said.Text);
    }
}
