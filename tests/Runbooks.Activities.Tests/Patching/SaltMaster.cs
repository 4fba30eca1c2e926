using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Runbooks.Activities.Tests.Patching;

/// <summary>A Salt master's HTTP API as its documentation has it, with one minion, which keeps its jobs.</summary>
internal sealed class SaltMaster : IAsyncDisposable
{
    public const string Minion = "web-01";

    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, Job> jobs = new();
    private string token = "";

    private SaltMaster()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPost("/login", LoginAsync);
        app.MapPost("/", CallAsync);
        app.MapGet("/jobs/{jid}", LookAsync);
    }

    public string Address => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public int Logins { get; private set; }

    /// <summary>The states that were applied for good.</summary>
    public int Applied { get; private set; }

    /// <summary>What a job returns; null while it runs.</summary>
    public string? Result { get; set; } = """{ "pkg_|-curl_|-curl_|-latest": { "result": true, "comment": "done", "changes": { "curl": { "old": "7.1", "new": "7.2" } } } }""";

    public static async Task<SaltMaster> StartAsync()
    {
        var master = new SaltMaster();
        await master.app.StartAsync();
        return master;
    }

    /// <summary>Tokens run out.</summary>
    public void Forget() => token = "";

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task LoginAsync(HttpContext http)
    {
        var login = await JsonSerializer.DeserializeAsync<JsonElement>(http.Request.Body);
        if (login.GetProperty("password").GetString() != "salty" || login.GetProperty("eauth").GetString() != "pam")
        {
            http.Response.StatusCode = 401;
            return;
        }

        (token, Logins) = (Guid.NewGuid().ToString("N"), Logins + 1);
        await http.Response.WriteAsync(JsonSerializer.Serialize(new { @return = new[] { new { token, user = "runbooks" } } }));
    }

    private async Task CallAsync(HttpContext http)
    {
        if (!Known(http)) return;
        var call = (await JsonSerializer.DeserializeAsync<JsonElement>(http.Request.Body))[0];
        await http.Response.WriteAsync(JsonSerializer.Serialize(new { @return = new[] { Answer(call) } }));
    }

    private object Answer(JsonElement call)
    {
        var function = call.GetProperty("fun").GetString();
        if (function == "jobs.list_jobs")
        {
            var wanted = call.GetProperty("kwarg").GetProperty("search_metadata").GetProperty("runbooks").GetString();
            return jobs.Where(job => job.Value.Key == wanted).ToDictionary(job => job.Key, _ => new { Function = "state.apply" });
        }

        if (call.GetProperty("tgt").GetString() != Minion) return new { };
        if (function == "saltutil.find_job") return new Dictionary<string, object> { [Minion] = Running ? new { fun = "state.apply" } : new { } };
        if (function != "state.apply") throw new InvalidOperationException($"No answer to {function}.");
        var test = call.GetProperty("kwarg").GetProperty("test").GetBoolean();
        if (!test) Applied++;
        var jid = $"2026112309{jobs.Count:0000000000}";
        jobs[jid] = new Job(call.GetProperty("metadata").GetProperty("runbooks").GetString()!);
        return new { jid, minions = new[] { Minion } };
    }

    /// <summary>What the minion says of itself.</summary>
    public bool Running { get; set; } = true;

    private async Task LookAsync(HttpContext http)
    {
        if (!Known(http)) return;
        var returned = Result is null || !jobs.ContainsKey((string)http.Request.RouteValues["jid"]!) ? "{}" : $$"""{ "{{Minion}}": {{Result}} }""";
        await http.Response.WriteAsync($$"""{ "info": [{}], "return": [{{returned}}] }""");
    }

    private bool Known(HttpContext http)
    {
        if (token.Length > 0 && http.Request.Headers["X-Auth-Token"] == token) return true;
        http.Response.StatusCode = 401;
        return false;
    }

    private sealed record Job(string Key);
}
