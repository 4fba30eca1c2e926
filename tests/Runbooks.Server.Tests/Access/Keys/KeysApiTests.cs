using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Runbooks.Server.Data;

namespace Runbooks.Server.Tests.Access.Keys;

public sealed class KeysApiTests(RunningServer server)
{
    [Fact]
    public async Task Make_Key_IsShownOnceAndWorks()
    {
        var made = await MakeAsync(server, new { name = "once", roles = new[] { "viewer", "approver" } });

        Assert.Equal(HttpStatusCode.Created, made.Status);
        var session = await server.WithKey(Key(made)).AskAsync("/api/v1/session");
        Assert.Equal("key:once", session.Json.GetProperty("name").GetString());
        Assert.Equal(["viewer", "approver"], session.Json.GetProperty("roles").EnumerateArray().Select(role => role.GetString()));
        Assert.DoesNotContain(Key(made), (await server.Admin().AskAsync("/api/v1/keys")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Make_Key_IsNotInTheDatabase()
    {
        var key = Key(await MakeAsync(server, new { name = "hashed", roles = new[] { "viewer" } }));

        await using var db = await server.Services.GetRequiredService<IDbContextFactory<RunbooksDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        var row = await db.ApiKeys.SingleAsync(row => row.Name == "hashed", TestContext.Current.CancellationToken);

        Assert.Equal(32, row.Hash.Length);
        Assert.DoesNotContain(key, System.Text.Json.JsonSerializer.Serialize(row), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"name":"a b","roles":["viewer"]}""", "/name")]
    [InlineData("""{"name":"ab\n","roles":["viewer"]}""", "/name")]
    [InlineData("""{"name":"norole","roles":[]}""", "/roles")]
    [InlineData("""{"name":"late","roles":["viewer"],"expiresAt":"2020-01-01T00:00:00Z"}""", "/expiresAt")]
    public async Task Make_Invalid_Is422ThatPointsThere(string body, string path)
    {
        var answer = await server.Admin().AskAsync(HttpMethod.Post, "/api/v1/keys", body);

        Assert.Equal(path, Assert.Single(answer.AssertProblem(HttpStatusCode.UnprocessableEntity, "key.invalid").Errors).Path);
    }

    [Fact]
    public async Task Make_NameTaken_Is409()
    {
        await MakeAsync(server, new { name = "twice", roles = new[] { "viewer" } });

        (await MakeAsync(server, new { name = "twice", roles = new[] { "admin" } })).AssertProblem(HttpStatusCode.Conflict, "key.exists");
    }

    [Fact]
    public async Task Delete_Key_ClosesAtOnce()
    {
        var made = await MakeAsync(server, new { name = "gone", roles = new[] { "admin" } });
        using var client = server.WithKey(Key(made));
        Assert.Equal(HttpStatusCode.OK, (await client.AskAsync("/api/v1/keys")).Status);

        var deleted = await client.AskAsync(HttpMethod.Delete, made.Headers.Location!.ToString());

        Assert.Equal(HttpStatusCode.NoContent, deleted.Status);
        (await client.AskAsync("/api/v1/keys")).AssertProblem(HttpStatusCode.Unauthorized, "access.not-signed-in");
    }

    [Fact]
    public async Task Delete_Unknown_Is404() =>
        (await server.Admin().AskAsync(HttpMethod.Delete, "/api/v1/keys/none")).AssertProblem(HttpStatusCode.NotFound, "key.not-found");

    [Fact]
    public async Task Use_AfterItsTime_Is401()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var own = new RunningServer { Replace = services => services.AddSingleton<TimeProvider>(time) };
        var made = await MakeAsync(own, new { name = "short", roles = new[] { "viewer" }, expiresAt = time.GetUtcNow().AddHours(1) });
        using var client = own.WithKey(Key(made));
        Assert.Equal(HttpStatusCode.OK, (await client.AskAsync("/api/v1/session")).Status);

        time.Advance(TimeSpan.FromHours(1));

        (await client.AskAsync("/api/v1/session")).AssertProblem(HttpStatusCode.Unauthorized, "access.not-signed-in");
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer wrong")]
    [InlineData("Basic YTpi")]
    public async Task Use_AnotherHeader_Is401(string header)
    {
        var answer = await server.Stranger().AskAsync(HttpMethod.Get, "/api/v1/session", headers: ("Authorization", header));

        answer.AssertProblem(HttpStatusCode.Unauthorized, "access.not-signed-in");
        Assert.Equal("Bearer", Assert.Single(answer.Headers.WwwAuthenticate).Scheme);
    }

    private static Task<HttpAnswer> MakeAsync(RunningServer server, object body) => server.Admin().AskAsync(HttpMethod.Post, "/api/v1/keys", body);

    private static string Key(HttpAnswer made) => made.Json.GetProperty("key").GetString()!;
}
