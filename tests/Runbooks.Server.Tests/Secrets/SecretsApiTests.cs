using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Runbooks.Server.Secrets;

namespace Runbooks.Server.Tests.Secrets;

public sealed class SecretsApiTests(RunningServer server)
{
    [Fact]
    public async Task Save_Secret_CanBeUsedButNotReadBack()
    {
        var saved = await SaveAsync("smtp.password", "hunter2-hunter2");

        Assert.Equal(HttpStatusCode.Created, saved.Status);
        var listed = await server.Admin().AskAsync("/api/v1/secrets");
        Assert.Contains("smtp.password", Names(listed));
        Assert.DoesNotContain("hunter2", saved.Text + listed.Text + (await server.Admin().AskAsync("/api/v1/audit?what=secret")).Text, StringComparison.Ordinal);
        (await server.Admin().AskAsync("/api/v1/secrets/smtp.password")).AssertProblem(HttpStatusCode.MethodNotAllowed, "method.not-allowed");
        Assert.Equal("hunter2-hunter2", await ResolveAsync("smtp.password"));
    }

    [Fact]
    public async Task Save_Again_ReplacesTheValue()
    {
        await SaveAsync("token", "first-value");

        var again = await SaveAsync("token", "second-value");

        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Equal("second-value", await ResolveAsync("token"));
        Assert.Single(Names(await server.Admin().AskAsync("/api/v1/secrets")), "token");
    }

    [Fact]
    public async Task Delete_Secret_IsGone()
    {
        await SaveAsync("short-lived", "value");

        Assert.Equal(HttpStatusCode.NoContent, (await server.Admin().AskAsync(HttpMethod.Delete, "/api/v1/secrets/short-lived")).Status);

        Assert.Null(await ResolveAsync("short-lived"));
        (await server.Admin().AskAsync(HttpMethod.Delete, "/api/v1/secrets/short-lived")).AssertProblem(HttpStatusCode.NotFound, "secret.not-found");
    }

    [Theory]
    [InlineData("with space", "value")]
    [InlineData("connection:lab", "value")]
    [InlineData("empty", "")]
    public async Task Save_Invalid_Is422(string name, string value) =>
        (await SaveAsync(Uri.EscapeDataString(name), value)).AssertProblem(HttpStatusCode.UnprocessableEntity, "secret.invalid");

    private Task<HttpAnswer> SaveAsync(string name, string value) => server.Admin().AskAsync(HttpMethod.Put, $"/api/v1/secrets/{name}", new { value });

    private Task<string?> ResolveAsync(string name) =>
        server.Services.GetRequiredService<SecretStore>().ResolveAsync(name, TestContext.Current.CancellationToken);

    private static IEnumerable<string?> Names(HttpAnswer answer) =>
        answer.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString());
}
