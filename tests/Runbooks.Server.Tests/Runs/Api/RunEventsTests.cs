using Microsoft.Extensions.DependencyInjection;
using Runbooks.Server.Runs.Execution;

namespace Runbooks.Server.Tests.Runs.Api;

public sealed class RunEventsTests(RunningServer server)
{
    [Fact]
    public async Task Stream_OfARunThatGetsStuck_SaysWhyOnce()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var admin = server.Admin();
        await admin.AskAsync(HttpMethod.Put, "/api/v1/workflows/gets-stuck",
            """{"apiVersion":"runbooks/v1","id":"gets-stuck","name":"Gets stuck","steps":{"go":{"activity":"flow.wait-for-signal","with":{"name":"go"}}}}""");
        await admin.AskAsync(HttpMethod.Post, "/api/v1/workflows/gets-stuck/publish", "{}");
        var run = (await admin.AskAsync(HttpMethod.Post, "/api/v1/workflows/gets-stuck/runs", "{}")).Json.GetProperty("id").GetString()!;
        using var stream = new StreamReader(await admin.GetStreamAsync($"/api/v1/runs/{run}/events", cancellation));
        await UntilAsync(stream, "id: 1.");
        var failures = server.Services.GetRequiredService<RunFailures>();

        for (var time = 0; time < 3; time++) failures.Report(run, new InvalidOperationException("no rule"));

        await UntilAsync(stream, "event: stuck");
        Assert.Equal("""data: {"because":"no rule"}""", await stream.ReadLineAsync(cancellation));
        Assert.Equal("stuck", (await admin.AskAsync($"/api/v1/runs/{run}")).Json.GetProperty("status").GetString());
    }

    private static async Task UntilAsync(StreamReader stream, string beginning)
    {
        // Sooner than the next sign of life, which would tell it too.
        var patience = TimeSpan.FromSeconds(9);
        while (await stream.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(patience, TestContext.Current.CancellationToken) is { } line)
            if (line.StartsWith(beginning, StringComparison.Ordinal)) return;
        Assert.Fail($"The stream ended before '{beginning}'.");
    }
}
