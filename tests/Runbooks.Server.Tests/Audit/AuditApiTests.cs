using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Runbooks.Server.Audit;

namespace Runbooks.Server.Tests.Audit;

public sealed class AuditApiTests(RunningServer server)
{
    [Fact]
    public async Task List_AfterAChange_SaysWhoDidWhat()
    {
        await server.Admin().AskAsync(HttpMethod.Post, "/api/v1/keys", new { name = "audited", roles = new[] { "viewer" } });

        var entry = Assert.Single(await ItemsAsync("object=key:audited"));

        Assert.Equal("key:bootstrap", entry.GetProperty("who").GetString());
        Assert.Equal("key.make", entry.GetProperty("what").GetString());
        Assert.Equal("viewer", entry.GetProperty("detail").GetProperty("roles")[0].GetString());
    }

    [Fact]
    public async Task List_InPages_GivesEachEntryOnceNewestFirst()
    {
        var log = server.Services.GetRequiredService<AuditLog>();
        for (var i = 1; i <= 5; i++) await log.RecordAsync("server", "paging.test", $"number:{i}", cancellation: TestContext.Current.CancellationToken);

        var seen = new List<string?>();
        for (string? next = ""; next is not null;)
        {
            var page = (await server.Admin().AskAsync($"/api/v1/audit?what=paging&limit=2{next}")).Json;
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(entry => entry.GetProperty("object").GetString()));
            next = page.GetProperty("next").GetString() is { } cursor ? $"&cursor={cursor}" : null;
        }

        Assert.Equal(["number:5", "number:4", "number:3", "number:2", "number:1"], seen);
    }

    [Fact]
    public async Task List_Filtered_GivesOnlyThose()
    {
        var log = server.Services.GetRequiredService<AuditLog>();
        await log.RecordAsync("user:li", "filter.one", "thing:1", cancellation: TestContext.Current.CancellationToken);
        await log.RecordAsync("user:wu", "filter.two", "thing:2", cancellation: TestContext.Current.CancellationToken);

        Assert.Equal("thing:1", Assert.Single(await ItemsAsync("what=filter&who=user:li")).GetProperty("object").GetString());
        Assert.Equal("thing:2", Assert.Single(await ItemsAsync("what=filter.two")).GetProperty("object").GetString());
        Assert.Empty(await ItemsAsync("what=filter&until=2001-01-01T00:00:00Z"));
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=501")]
    [InlineData("cursor=abc")]
    [InlineData("since=yesterday")]
    public async Task List_BadQuery_Is400(string query) =>
        (await server.Admin().AskAsync($"/api/v1/audit?{query}")).AssertProblem(HttpStatusCode.BadRequest, "query.invalid");

    private async Task<IEnumerable<System.Text.Json.JsonElement>> ItemsAsync(string query) =>
        (await server.Admin().AskAsync($"/api/v1/audit?{query}")).Json.GetProperty("items").EnumerateArray();
}
