using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Runbooks.Server.Access;
using Runbooks.Server.Tests;

[assembly: AssemblyFixture(typeof(RunningServer))]

namespace Runbooks.Server.Tests;

/// <summary>The whole server in this process, on a data directory of its own. One is shared by all tests that can live with each
/// other's rows; a test that cannot makes its own.</summary>
public sealed class RunningServer : WebApplicationFactory<Program>, IAsyncLifetime
{
    public const string BootstrapKey = "bootstrap-key-of-the-tests-0123456789";

    private readonly TemporaryDirectory own = new();
    private readonly ConcurrentDictionary<Role, Task<string>> keys = [];

    public RunningServer() => ClientOptions.AllowAutoRedirect = false;

    public string DataDirectory => In ?? own.Path;

    /// <summary>A data directory that outlives this server, for what a second one finds in it.</summary>
    public string? In { get; init; }

    public Dictionary<string, string> Settings { get; init; } = new() { ["Runbooks:Access:BootstrapKey"] = BootstrapKey };

    public Action<IServiceCollection> Replace { get; init; } = _ => { };

    /// <summary>Starts the shared server before any test asks for it: the factory itself would start one for each that asks at the same time.</summary>
    public ValueTask InitializeAsync()
    {
        CreateClient().Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A client that nobody knows.</summary>
    public HttpClient Stranger() => CreateClient();

    public HttpClient Admin() => WithKey(BootstrapKey);

    public HttpClient WithKey(string key)
    {
        var client = CreateClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>A client whose key has this one role.</summary>
    public async Task<HttpClient> AsAsync(Role role) => WithKey(await keys.GetOrAdd(role, MakeKeyAsync));

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
        builder.UseSetting("hostBuilder:reloadConfigOnChange", "false");
        builder.UseSetting(Runbooks.Server.Data.DataDirectory.Key, DataDirectory);
        builder.UseSetting("Runbooks:Logging:Level", "Fatal");
        foreach (var (key, value) in Settings) builder.UseSetting(key, value);
        builder.ConfigureTestServices(Replace);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        own.Dispose();
    }

    private async Task<string> MakeKeyAsync(Role role)
    {
        using var admin = Admin();
        var answer = await admin.PostAsJsonAsync("/api/v1/keys", new { name = $"test-{role}", roles = new[] { role.ToString().ToLowerInvariant() } });
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("key").GetString()!;
    }
}
