using System.Net;

namespace Runbooks.Server.Tests.Workflows;

public sealed class ExpressionsApiTests(RunningServer server)
{
    private static readonly string[] Items = ["red", "green"];

    [Theory]
    [InlineData("${ steps.first.output.length }", "each", "2")]
    [InlineData("${ item }", "each/inside", "\"red\"")]
    [InlineData("${ index }", "each/inside", "0")]
    [InlineData("is ${ inputs.colour } of ${ steps.first.output.length }", "each", "\"is blue of 2\"")]
    [InlineData("${ steps.each.status }", null, "\"completed\"")]
    [InlineData("${ steps.each.status }", "not-there-yet", "\"completed\"")]
    public async Task Evaluate_OverARun_SeesWhatTheStepSaw(string text, string? step, string value)
    {
        var (workflow, run) = await RunAsync();

        var answer = await EvaluateAsync(workflow, text, step, run);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(value, answer.Json.GetProperty("value").GetRawText());
    }

    [Fact]
    public async Task Evaluate_StepThatCameLater_IsNotSeen()
    {
        var (workflow, run) = await RunAsync();

        var answer = await EvaluateAsync(workflow, "${ steps.each.output }", "first", run);

        Assert.Contains("steps", answer.Json.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_BrokenExpression_SaysWhy()
    {
        var (workflow, run) = await RunAsync();

        var answer = await EvaluateAsync(workflow, "${ steps.first. }", "each", run);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains("cannot be read", answer.Json.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_Secret_StaysAReference()
    {
        var (workflow, run) = await RunAsync();
        await server.Admin().AskAsync(HttpMethod.Put, "/api/v1/secrets/expression-secret", new { value = "the-very-secret-value" });

        var answer = await EvaluateAsync(workflow, "Bearer ${ secrets['expression-secret'] }", "each", run);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.DoesNotContain("the-very-secret-value", answer.Text, StringComparison.Ordinal);
        Assert.Contains("secret:expression-secret", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_RunOfAnotherWorkflow_IsNotFound()
    {
        var (_, run) = await RunAsync();

        (await EvaluateAsync("some-other-workflow", "${ 1 }", null, run)).AssertProblem(HttpStatusCode.NotFound, "run.not-found");
        (await EvaluateAsync("some-other-workflow", "${ 1 }", null, "no-such-run")).AssertProblem(HttpStatusCode.NotFound, "run.not-found");
    }

    private Task<HttpAnswer> EvaluateAsync(string workflow, string text, string? step, string runId) =>
        server.Admin().AskAsync(HttpMethod.Post, $"/api/v1/workflows/{workflow}/expressions/evaluate", new { text, step, runId });

    private async Task<(string Workflow, string Run)> RunAsync()
    {
        const string id = "expressions-over-a-run";
        var admin = server.Admin();
        Assert.True((await admin.AskAsync(HttpMethod.Put, $"/api/v1/workflows/{id}", Definition(id))).Status is HttpStatusCode.OK or HttpStatusCode.Created);
        await admin.AskAsync(HttpMethod.Post, $"/api/v1/workflows/{id}/publish");
        var run = await admin.AskAsync(HttpMethod.Post, $"/api/v1/workflows/{id}/runs?wait=30s", new { inputs = new { colour = "blue" } });
        Assert.Equal("completed", run.Json.GetProperty("status").GetString());
        return (id, run.Json.GetProperty("id").GetString()!);
    }

    private static object Definition(string id) => new
    {
        apiVersion = "runbooks/v1",
        id,
        inputs = new { colour = new { type = "string" } },
        steps = new
        {
            first = new { activity = "flow.script", with = new { script = $"return {System.Text.Json.JsonSerializer.Serialize(Items)}" } },
            each = new
            {
                activity = "flow.for-each",
                with = new { items = "${ steps.first.output }" },
                steps = new { inside = new { activity = "flow.script", with = new { script = "return item" } } },
            },
        },
        transitions = new[] { "first -> each" },
    };
}
