using System.Text.Json;
using Runbooks.Server.Tests.Workflows;

namespace Runbooks.Server.Tests.Runs.Api;

/// <summary>What the list of runs says of those that have not ended.</summary>
public sealed class RunListTests(RunningServer server)
{
    private readonly HttpClient admin = server.Admin();

    [Fact]
    public async Task List_RunThatWaits_SaysWhyUntilItHasEnded()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await admin.AskAsync(HttpMethod.Put, "/api/v1/workflows/list-waits", Waits, WorkflowDocuments.Yaml);
        await admin.AskAsync(HttpMethod.Post, "/api/v1/workflows/list-waits/publish");
        var id = (await admin.AskAsync(HttpMethod.Post, "/api/v1/workflows/list-waits/runs", new { })).Json.GetProperty("id").GetString()!;
        var waiting = await UntilAsync("waiting", cancellation);
        Assert.Equal("signal", waiting.GetProperty("waiting").GetProperty("for").GetString());
        Assert.Equal(JsonValueKind.Null, waiting.GetProperty("targets").ValueKind);
        await admin.AskAsync(HttpMethod.Post, $"/api/v1/runs/{id}/signals/go");
        Assert.Equal(JsonValueKind.Null, (await UntilAsync("completed", cancellation)).GetProperty("waiting").ValueKind);
    }

    private const string Waits = """
        apiVersion: runbooks/v1
        id: list-waits
        name: Waits for a signal
        steps:
          wait: { activity: flow.wait-for-signal, with: { name: go } }
        """;

    private async Task<JsonElement> UntilAsync(string status, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        while (true)
        {
            var listed = (await admin.AskAsync("/api/v1/runs?workflow=list-waits")).Json.GetProperty("items")[0];
            if (listed.GetProperty("status").GetString() == status) return listed;
            await Task.Delay(20, limit.Token);
        }
    }
}
