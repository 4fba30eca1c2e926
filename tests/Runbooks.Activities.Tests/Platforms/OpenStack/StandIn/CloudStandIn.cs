using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Runbooks.Activities.Tests.Platforms.OpenStack.StandIn;

/// <summary>Stands in for Keystone, Nova, Glance, Cinder and Neutron over a real connection, as strict as they are about what they do not know.</summary>
internal sealed class CloudStandIn : IAsyncDisposable
{
    private readonly Dictionary<string, Func<Call, object?>> _routes = [];
    private StandInServer _server = null!;
    private int _requests;

    private CloudStandIn(TimeProvider clock)
    {
        World = new World(clock);
        Identity = new IdentityCalls(World, Faults, () => Address);
        new ServerCalls(World, Faults).AddTo(_routes);
        new ServerActions(World, Faults).AddTo(_routes);
        new HostCalls(World).AddTo(_routes);
        new ImageCalls(World).AddTo(_routes);
        new VolumeCalls(World, Faults).AddTo(_routes);
    }

    public World World { get; }

    public CloudFaults Faults { get; } = new();

    public IdentityCalls Identity { get; }

    /// <summary>The calls that were made, in order: <c>os-stop</c>, <c>GET /compute/v2.1/servers/detail</c>.</summary>
    public List<string> Log { get; } = [];

    public string Address => _server.Address;

    public static async Task<CloudStandIn> StartAsync(TimeProvider clock)
    {
        var standIn = new CloudStandIn(clock);
        standIn._server = await StandInServer.StartAsync((context, body) =>
            standIn.Answer(context, body) is { } said ? new StandInServer.Reply(said.Status, "application/json", said.Text) : null);
        return standIn;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>Null where the connection is cut.</summary>
    private (int Status, string Text)? Answer(HttpContext context, string body)
    {
        if (Faults.Drops) return null;
        World.Pass();
        var request = context.Request;
        var path = request.Path.Value!.TrimEnd('/');
        try
        {
            if (path == "/identity/v3/auth/tokens") return Identity.Login(request.Method, body, context.Response);
            var user = Identity.UserOf(request);
            var (id, parts) = ($"req-{++_requests:d8}-0000-4000-8000-000000000000", path.Split('/')[2..]);
            var (name, handle) = Route(request, path, body);
            Log.Add(name);
            if (CloudFaults.Strikes(Faults.Throttled, name)) throw new Refusal(429, "overLimit", "This request was rate-limited.", 4);
            CheckVersion(request, path);
            context.Response.Headers["x-openstack-request-id"] = id;
            var call = new Call(request, body, parts, user, id);
            var answer = handle(call);
            call.RefuseUnread();
            if (CloudFaults.Strikes(Faults.Repeats, name)) handle(call);
            if (CloudFaults.Strikes(Faults.LosesAnswer, name)) return null;
            return answer is null ? (request.Method == "DELETE" ? 204 : 202, "") : (request.Method == "POST" ? 202 : 200, JsonSerializer.Serialize(answer));
        }
        catch (Refusal refusal)
        {
            if (refusal.RetryAfter is { } seconds) context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            return (refusal.Status, refusal.Body);
        }
    }

    /// <summary>By the action's name, or by the path with a star for each id in it.</summary>
    private (string Name, Func<Call, object?> Handle) Route(HttpRequest request, string path, string body)
    {
        var name = path.EndsWith("/action", StringComparison.Ordinal)
            ? JsonElement.Parse(body).EnumerateObject().Single().Name
            : $"{request.Method} {string.Join('/', path.Split('/').Select((part, at) => IsId(part, path.Split('/'), at) ? "*" : part))}";
        return _routes.TryGetValue(name, out var handle)
            ? (name, handle)
            : throw (path.EndsWith("/action", StringComparison.Ordinal) ? Refusal.BadRequest($"There is no such action: {name}") : Refusal.NotFound("The resource could not be found."));
    }

    private static bool IsId(string part, string[] path, int at) =>
        Guid.TryParse(part, out _) || part.StartsWith("req-", StringComparison.Ordinal) || (at > 1 && path[at - 1] is "metadata" or "tags" or "migrations");

    /// <summary>Without the header Nova answers as it did in 2014.</summary>
    private void CheckVersion(HttpRequest request, string path)
    {
        // Cinder without a version is that of 2016, in which backups have no metadata.
        if (path.StartsWith("/volume/", StringComparison.Ordinal) && request.Headers["OpenStack-API-Version"].ToString() is not "volume 3.43") throw Refusal.BadRequest("This stand-in takes no call to Cinder without a microversion");
        if (!path.StartsWith("/compute/v2.1/", StringComparison.Ordinal)) return;
        var asked = request.Headers["OpenStack-API-Version"].ToString();
        if (!asked.StartsWith("compute 2.", StringComparison.Ordinal)) throw Refusal.BadRequest("This stand-in takes no call without a microversion");
        var minor = int.Parse(asked["compute 2.".Length..], CultureInfo.InvariantCulture);
        if (minor > Minor(World.Versions.Newest) || minor < Minor(World.Versions.Oldest))
            throw new Refusal(406, "computeFault", $"Version {asked["compute ".Length..]} is not supported by the API. Minimum is {World.Versions.Oldest} and maximum is {World.Versions.Newest}.");
        if (minor > 87) throw Refusal.BadRequest("This stand-in does not speak versions from 2.88 on");
    }

    private static int Minor(string version) => int.Parse(version.Split('.')[1], CultureInfo.InvariantCulture);
}
