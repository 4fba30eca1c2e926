using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Runbooks.Server.Access;

namespace Runbooks.Server.Tests.Access;

/// <summary>Asks every endpoint as everybody, on a server of its own: what is allowed is really done.</summary>
public sealed partial class EndpointAccessTests(EndpointAccessTests.OwnServer own) : IClassFixture<EndpointAccessTests.OwnServer>
{
    // What is open to strangers, each for its own reason; anything else that opens is a mistake.
    private static readonly string[] Open =
        ["/api/v1/session", "/health/live", "/health/ready", "/hooks/triggers/{id}", "/hooks/{source}", "/openapi/{documentName}.json", "/sign-in"];
    private static readonly string[] OpenOnThisMachine = ["/metrics"];

    [Fact]
    public void Endpoints_WithoutPermission_AreTheKnownOnes()
    {
        var silent = Endpoints().Where(endpoint => Permission(endpoint) is null).Select(endpoint => Path(endpoint)).Distinct();

        Assert.Equal(Open.Concat(OpenOnThisMachine).Order(), silent.Order());
    }

    [Fact]
    public async Task Endpoints_ForStrangers_Are401()
    {
        using var stranger = own.Server.Stranger();
        foreach (var (method, endpoint) in Guarded())
        {
            var status = await StatusAsync(stranger, method, endpoint);
            Assert.True(status == HttpStatusCode.Unauthorized, $"{method} {Path(endpoint)} answers a stranger {status}.");
        }
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Operator)]
    [InlineData(Role.Author)]
    [InlineData(Role.Approver)]
    [InlineData(Role.Admin)]
    public async Task Endpoints_ForARole_AreOpenAsThePermissionsSay(Role role)
    {
        using var client = await own.Server.AsAsync(role);
        foreach (var (method, endpoint) in Guarded())
        {
            var status = await StatusAsync(client, method, endpoint);
            var allowed = role.Allows(Permission(endpoint)!.Value);
            Assert.True(status != HttpStatusCode.Unauthorized && allowed == (status != HttpStatusCode.Forbidden),
                $"{method} {Path(endpoint)} answers {role} {status}; allowed: {allowed}.");
        }
    }

    private IEnumerable<RouteEndpoint> Endpoints() => own.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private IEnumerable<(string Method, RouteEndpoint Endpoint)> Guarded() =>
        from endpoint in Endpoints()
        where Permission(endpoint) is not null
        from method in endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
        select (method, endpoint);

    private static Permission? Permission(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null ? endpoint.Metadata.GetMetadata<PermissionRequirement>()?.Permission : null;

    private static string Path(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.Trim('/');

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string method, RouteEndpoint endpoint)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), Parameter().Replace(Path(endpoint), "unknown-id"));
        if (method is "POST" or "PUT" or "PATCH") request.Content = new StringContent("{}", null, "application/json");
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();

    public sealed class OwnServer : IAsyncDisposable
    {
        public RunningServer Server { get; } = new();

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
