using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Runbooks.Server.Tests.Http;

public sealed class ProblemsTests(RunningServer server)
{
    [Fact]
    public async Task UnknownRoute_BelowApi_Is404Problem()
    {
        var answer = await server.Admin().AskAsync("/api/v1/nothing/here");

        Assert.Contains("/api/v1/nothing/here", answer.AssertProblem(HttpStatusCode.NotFound, "route.not-found").Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongMethod_OfAKnownRoute_Is405ProblemThatNamesTheRightOnes()
    {
        var answer = await server.Admin().AskAsync(HttpMethod.Patch, "/api/v1/keys");

        Assert.Contains("GET, POST", answer.AssertProblem(HttpStatusCode.MethodNotAllowed, "method.not-allowed").Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_Malformed_Is400WithItsPosition()
    {
        var answer = await PostKeyAsync("{\"name\": \"x\",\n  \"roles\": ]}");

        Assert.Contains("line 2, position 12", answer.AssertProblem(HttpStatusCode.BadRequest, "json.malformed").Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"name":"x","roles":["operatr"]}""", "/roles/0", "One of viewer, operator, author, approver, admin is expected here.")]
    [InlineData("""{"name":5,"roles":[]}""", "/name", "Cannot get the value of a token type 'Number' as a string.")]
    [InlineData("""{"name":null,"roles":[]}""", "/name", "'name' must not be null.")]
    [InlineData("""{"name":"x"}""", "", "required and missing: 'roles'.")]
    [InlineData("""{"name":"x","roles":["viewer"],"expiresAt":"soon"}""", "/expiresAt", "The JSON value is not in a supported DateTimeOffset format.")]
    public async Task Body_OfAnotherShape_Is400ThatPointsThere(string body, string path, string message)
    {
        var answer = await PostKeyAsync(body);

        Assert.Equal((path, message), Assert.Single(answer.AssertProblem(HttpStatusCode.BadRequest, "json.unfit").Errors));
    }

    [Fact]
    public async Task Body_Missing_Is400() =>
        (await server.Admin().AskAsync(HttpMethod.Post, "/api/v1/keys")).AssertProblem(HttpStatusCode.BadRequest, "body.missing");

    [Fact]
    public async Task Body_OfAnotherType_Is415() =>
        (await server.Admin().AskAsync(HttpMethod.Post, "/api/v1/keys", "name=x", "application/x-www-form-urlencoded"))
            .AssertProblem(HttpStatusCode.UnsupportedMediaType, "body.unsupported");

    [Fact]
    public async Task Body_TooLarge_Is413() =>
        (await PostKeyAsync(new string(' ', 10_000_000))).AssertProblem(HttpStatusCode.RequestEntityTooLarge, "body.too-large");

    [Fact]
    public async Task Query_OfAnotherType_Is400ThatNamesTheParameter()
    {
        var answer = await server.Admin().AskAsync("/api/v1/audit?limit=many");

        Assert.Equal(("?limit", "'many' is not a value of 'limit'."), Assert.Single(answer.AssertProblem(HttpStatusCode.BadRequest, "query.invalid").Errors));
    }

    [Fact]
    public async Task UnexpectedException_Is500WithoutInternals()
    {
        await using var failing = new RunningServer { Replace = services => services.AddSingleton<IStartupFilter, FailingFilter>() };

        var answer = await failing.Admin().AskAsync("/api/v1/nothing");

        answer.AssertProblem(HttpStatusCode.InternalServerError, "server.error");
        Assert.DoesNotContain("private matter", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(nameof(FailingFilter), answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_OfEveryKind_HasSecurityHeaders()
    {
        foreach (var path in new[] { "/health/live", "/api/v1/keys", "/api/v1/nothing" })
        {
            var answer = await server.Stranger().AskAsync(path);
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.Contains("frame-ancestors 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        }
    }

    private Task<HttpAnswer> PostKeyAsync(string body) => server.Admin().AskAsync(HttpMethod.Post, "/api/v1/keys", body);

    // Stands behind everything else, where what no route takes ends up.
    private sealed class FailingFilter : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            next(app);
            app.Use(Fail);
        };

        private static Task Fail(HttpContext context, RequestDelegate next) => throw new InvalidOperationException("a private matter");
    }
}
