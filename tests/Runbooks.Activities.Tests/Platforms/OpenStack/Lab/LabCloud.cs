using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Runbooks.Lab.OpenStack;

namespace Runbooks.Activities.Tests.Platforms.OpenStack.Lab;

/// <summary>The lab's cloud as its administrator sees it, without the platform under test.</summary>
internal sealed class LabCloud : IDisposable
{
    public const string User = "runbooks", Project = "admin", Image = "lab-image";

    /// <summary>Of <c>lab.small</c>, <c>lab.tiny</c> and <c>lab.odd</c>, by id.</summary>
    public const string Small = "lab-2", Tiny = "lab-1", Odd = "lab-3";

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private readonly Dictionary<string, string> _endpoints = [];

    private LabCloud(string authUrl, string password) => (AuthUrl, Password) = (authUrl, password);

    public string AuthUrl { get; }

    public string Password { get; }

    public string ImageId { get; private set; } = "";

    public static async Task<LabCloud> OpenAsync()
    {
        await OpenStackLab.StartAsync();
        var cloud = new LabCloud(await OpenStackLab.SettingAsync("AUTH_URL"), await OpenStackLab.SettingAsync("PASSWORD"));
        await cloud.LoginAsync();
        await cloud.FillAsync();
        return cloud;
    }

    /// <param name="path">Of Nova, from its root: <c>/servers</c>; or of another service: <c>image:/v2/images</c>.</param>
    /// <returns>Null where there is no such thing.</returns>
    public async Task<JsonElement?> SendAsync(HttpMethod method, string path, object? body = null)
    {
        var (service, rest) = path.StartsWith('/') ? ("compute", path) : (path[..path.IndexOf(':', StringComparison.Ordinal)], path[(path.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        using var request = new HttpRequestMessage(method, _endpoints[service] + rest);
        if (body is byte[] bytes) request.Content = new ByteArrayContent(bytes) { Headers = { { "Content-Type", "application/octet-stream" } } };
        else if (body is not null) request.Content = Json(body);
        if (service == "compute") request.Headers.Add("OpenStack-API-Version", "compute 2.87");
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        if (response.StatusCode is HttpStatusCode.NotFound) return null;
        Assert.True(response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.Conflict, $"{method} {path}: {(int)response.StatusCode} {text}");
        return text.Length == 0 ? JsonElement.Parse("{}") : JsonElement.Parse(text);
    }

    public async Task<JsonElement> GetAsync(string path) => (await SendAsync(HttpMethod.Get, path))!.Value;

    public Task ActAsync(string server, string action, object? arguments = null) =>
        SendAsync(HttpMethod.Post, $"/servers/{server}/action", new Dictionary<string, object?> { [action] = arguments });

    public async Task<JsonElement?> FindAsync(string server) => (await SendAsync(HttpMethod.Get, $"/servers/{server}"))?.GetProperty("server");

    public async Task<List<JsonElement>> ServersAsync() => [.. (await GetAsync("/servers/detail?all_tenants=1")).GetProperty("servers").EnumerateArray()];

    public async Task<string> CreateAsync(string name, string flavor)
    {
        var server = new { name, imageRef = ImageId, flavorRef = flavor, networks = "none" };
        var made = (await SendAsync(HttpMethod.Post, "/servers", new { server }))!.Value;
        var id = made.GetProperty("server").GetProperty("id").GetString()!;
        await UntilAsync(async () => (await FindAsync(id))?.GetProperty("status").GetString() == "ACTIVE", $"{name} runs");
        return id;
    }

    public async Task DeleteAsync(string server)
    {
        await SendAsync(HttpMethod.Delete, $"/servers/{server}");
        await UntilAsync(async () => await FindAsync(server) is null, $"{server} is gone");
    }

    public async Task SetHostAsync(string host, object change)
    {
        var service = (await GetAsync("/os-services?binary=nova-compute")).GetProperty("services").EnumerateArray().Single(each => each.GetProperty("host").GetString() == host);
        await SendAsync(HttpMethod.Put, $"/os-services/{service.GetProperty("id").GetString()}", change);
    }

    public async Task SetUserAsync(bool enabled)
    {
        var id = (await GetAsync($"identity:/users?name={User}")).GetProperty("users")[0].GetProperty("id").GetString();
        await SendAsync(HttpMethod.Patch, $"identity:/users/{id}", new { user = new { enabled } });
    }

    public static async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        for (var tries = 0; tries < 240; tries++)
        {
            if (await isSo()) return;
            await Task.Delay(250);
        }

        Assert.Fail($"The lab has waited for a minute until {what}.");
    }

    public void Dispose() => _http.Dispose();

    /// <summary>With its length: uwsgi takes no chunks.</summary>
    private static StringContent Json(object body) => new(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");

    private async Task LoginAsync()
    {
        var auth = new
        {
            identity = new { methods = new[] { "password" }, password = new { user = new { name = "admin", domain = new { id = "default" }, password = Password } } },
            scope = new { project = new { name = Project, domain = new { id = "default" } } },
        };
        using var body = Json(new { auth });
        using var response = await _http.PostAsync(AuthUrl + "/auth/tokens", body);
        response.EnsureSuccessStatusCode();
        _http.DefaultRequestHeaders.Add("X-Auth-Token", response.Headers.GetValues("X-Subject-Token").Single());
        foreach (var service in (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetProperty("catalog").EnumerateArray())
            _endpoints[service.GetProperty("type").GetString()!] = service.GetProperty("endpoints")[0].GetProperty("url").GetString()!;
        _endpoints["identity"] = AuthUrl;
    }

    /// <summary>Flavors, an image, and a user that the tests may shut out.</summary>
    private async Task FillAsync()
    {
        foreach (var (id, cpus) in new[] { (Tiny, 1), (Small, 2), (Odd, 3) })
        {
            if (await SendAsync(HttpMethod.Get, $"/flavors/{id}") is null)
                await SendAsync(HttpMethod.Post, "/flavors", new { flavor = new { id, name = $"lab.{cpus}", vcpus = cpus, ram = cpus * 1024, disk = 1 } });
        }

        await FillImageAsync();
        if ((await GetAsync($"identity:/users?name={User}")).GetProperty("users").GetArrayLength() == 0) await FillUserAsync();
        await SetUserAsync(enabled: true);
    }

    private async Task FillImageAsync()
    {
        var known = (await GetAsync($"image:/v2/images?name={Image}&status=active")).GetProperty("images");
        if (known.GetArrayLength() > 0)
        {
            ImageId = known[0].GetProperty("id").GetString()!;
            return;
        }

        var made = (await SendAsync(HttpMethod.Post, "image:/v2/images", new { name = Image, disk_format = "raw", container_format = "bare", visibility = "public" }))!.Value;
        ImageId = made.GetProperty("id").GetString()!;
        await SendAsync(HttpMethod.Put, $"image:/v2/images/{ImageId}/file", "an image"u8.ToArray());
    }

    private async Task FillUserAsync()
    {
        var user = (await SendAsync(HttpMethod.Post, "identity:/users", new { user = new { name = User, domain_id = "default", password = Password } }))!.Value;
        var id = user.GetProperty("user").GetProperty("id").GetString();
        var role = (await GetAsync("identity:/roles?name=admin")).GetProperty("roles")[0].GetProperty("id").GetString();
        var project = (await GetAsync($"identity:/projects?name={Project}")).GetProperty("projects")[0].GetProperty("id").GetString();
        await SendAsync(HttpMethod.Put, $"identity:/projects/{project}/users/{id}/roles/{role}");
    }
}
