using System.Text.Json;
using Runbooks.Activities.Platforms.OpenStack.Http;

namespace Runbooks.Activities.Platforms.OpenStack.Compute;

/// <summary>The calls of the Compute API that are needed. https://docs.openstack.org/api-ref/compute/</summary>
internal sealed class Nova(ServiceClient service, bool allProjects)
{
    private readonly Negotiation _negotiation = new(service);

    private string Everybody => allProjects ? "&all_tenants=1" : "";

    public async Task<string> RegionAsync(CancellationToken cancellation) => (await service.SessionAsync(cancellation)).Region;

    public Task<List<Server>> ServersAsync(CancellationToken cancellation) =>
        PagesAsync<Server>("/servers/detail", Everybody, "servers", server => server.Id, cancellation);

    /// <summary>Of the own project: names are its own.</summary>
    public async Task<List<Server>> NamedAsync(string name, CancellationToken cancellation)
    {
        // The filter is an expression, and the database may not mind upper and lower case.
        var expression = string.Concat(name.Select(letter => ".[](){}*+?|^$\\".Contains(letter, StringComparison.Ordinal) ? $"\\{letter}" : $"{letter}"));
        var found = await PagesAsync<Server>("/servers/detail", $"&name={Uri.EscapeDataString($"^{expression}$")}", "servers", server => server.Id, cancellation);
        return [.. found.Where(server => server.Name == name)];
    }

    /// <summary>Null where there is none.</summary>
    public async Task<Server?> FindAsync(string id, CancellationToken cancellation)
    {
        try
        {
            return await GetAsync<Server>($"/servers/{Escape(id)}", "server", cancellation);
        }
        catch (PlatformException error) when (error.Error == PlatformError.NotFound)
        {
            return null;
        }
    }

    /// <exception cref="PlatformException"><see cref="PlatformError.NotFound"/>.</exception>
    public Task<Server> GetAsync(string id, CancellationToken cancellation) => GetAsync<Server>($"/servers/{Escape(id)}", "server", cancellation);

    /// <returns>The id of the server, which is being made, and the request's.</returns>
    public async Task<(string Id, string? Request)> CreateAsync(object server, CancellationToken cancellation)
    {
        var answer = await SendAsync(HttpMethod.Post, "/servers", new { server }, cancellation);
        return (ApiJson.Read<JsonElement>(answer.Body, "server").GetProperty("id").GetString()!, answer.RequestId);
    }

    public Task DeleteAsync(string id, CancellationToken cancellation) => SendAsync(HttpMethod.Delete, $"/servers/{Escape(id)}", null, cancellation);

    /// <param name="name"><c>os-start</c>.</param>
    public async Task<Answer> ActAsync(string id, string name, object? arguments, CancellationToken cancellation) =>
        await SendAsync(HttpMethod.Post, $"/servers/{Escape(id)}/action", new ActionBody { [name] = arguments }, cancellation);

    public Task SetMetadataAsync(string id, IReadOnlyDictionary<string, string> metadata, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, $"/servers/{Escape(id)}/metadata", new { metadata }, cancellation);

    public Task RemoveMetadataAsync(string id, string key, CancellationToken cancellation) =>
        IgnoreGoneAsync(() => SendAsync(HttpMethod.Delete, $"/servers/{Escape(id)}/metadata/{Escape(key)}", null, cancellation));

    public Task RemoveTagAsync(string id, string tag, CancellationToken cancellation) =>
        IgnoreGoneAsync(() => SendAsync(HttpMethod.Delete, $"/servers/{Escape(id)}/tags/{Escape(tag)}", null, cancellation));

    /// <summary>Null where there is no record of that request.</summary>
    public async Task<InstanceAction?> ActionAsync(string id, string request, CancellationToken cancellation)
    {
        try
        {
            return await GetAsync<InstanceAction>($"/servers/{Escape(id)}/os-instance-actions/{Escape(request)}", "instanceAction", cancellation);
        }
        catch (PlatformException error) when (error.Error == PlatformError.NotFound)
        {
            return null;
        }
    }

    public Task<List<Flavor>> FlavorsAsync(CancellationToken cancellation) =>
        PagesAsync<Flavor>("/flavors/detail", "", "flavors", flavor => flavor.Id, cancellation);

    public Task<List<Hypervisor>> HypervisorsAsync(CancellationToken cancellation) =>
        PagesAsync<Hypervisor>("/os-hypervisors/detail", "", "hypervisors", hypervisor => hypervisor.Id, cancellation);

    public Task<Hypervisor> HypervisorAsync(string id, CancellationToken cancellation) =>
        GetAsync<Hypervisor>($"/os-hypervisors/{Escape(id)}", "hypervisor", cancellation);

    public Task<List<ComputeService>> ServicesAsync(CancellationToken cancellation) =>
        GetAsync<List<ComputeService>>("/os-services?binary=nova-compute", "services", cancellation);

    public Task ChangeServiceAsync(string id, object change, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Put, $"/os-services/{Escape(id)}", change, cancellation);

    /// <summary>Of a server while it runs, the newest first.</summary>
    public Task<List<Migration>> MigrationsAsync(string server, CancellationToken cancellation) =>
        GetAsync<List<Migration>>($"/os-migrations?instance_uuid={Escape(server)}&migration_type=live-migration", "migrations", cancellation);

    public Task AbortAsync(string server, long migration, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Delete, $"/servers/{Escape(server)}/migrations/{migration}", null, cancellation);

    public async Task<Diagnostics> DiagnosticsAsync(string id, CancellationToken cancellation)
    {
        var answer = await SendAsync(HttpMethod.Get, $"/servers/{Escape(id)}/diagnostics", null, cancellation);
        return ApiJson.Read<Diagnostics>(JsonSerializer.SerializeToElement(new { it = answer.Body }), "it");
    }

    /// <summary>The ids of the ports that it is plugged in by.</summary>
    public Task<List<Interface>> InterfacesAsync(string id, CancellationToken cancellation) =>
        GetAsync<List<Interface>>($"/servers/{Escape(id)}/os-interface", "interfaceAttachments", cancellation);

    /// <summary>The volumes of a server by their devices, that which it boots from first (<c>/dev/vda</c>).</summary>
    public async Task<List<string>> VolumesAsync(string id, CancellationToken cancellation)
    {
        var found = await GetAsync<List<VolumeAttachment>>($"/servers/{Escape(id)}/os-volume_attachments", "volumeAttachments", cancellation);
        return [.. found.OrderBy(each => each.Device?.Length ?? int.MaxValue).ThenBy(each => each.Device, StringComparer.Ordinal).Select(each => each.VolumeId)];
    }

    public Task AttachAsync(string id, string network, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, $"/servers/{Escape(id)}/os-interface", new { interfaceAttachment = new { net_id = network } }, cancellation);

    private static string Escape(string part) => Uri.EscapeDataString(part);

    private static async Task IgnoreGoneAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (PlatformException error) when (error.Error == PlatformError.NotFound)
        {
        }
    }

    private async Task<T> GetAsync<T>(string path, string member, CancellationToken cancellation) =>
        ApiJson.Read<T>((await SendAsync(HttpMethod.Get, path, null, cancellation)).Body, member);

    private async Task<List<T>> PagesAsync<T>(string path, string query, string member, Func<T, string> id, CancellationToken cancellation)
    {
        var all = new List<T>();
        var marker = "";
        while (true)
        {
            var answer = await SendAsync(HttpMethod.Get, $"{path}?limit={Limits.Page}{query}{marker}", null, cancellation);
            var page = ApiJson.Read<List<T>>(answer.Body, member);
            all.AddRange(page);
            if (page.Count == 0 || answer.Body?.TryGetProperty(member + "_links", out _) != true) return all;
            marker = $"&marker={Escape(id(page[^1]))}";
        }
    }

    private async Task<Answer> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellation)
    {
        var version = await _negotiation.VersionAsync(cancellation);
        try
        {
            return await service.SendAsync(method, path, body, cancellation, version.Header);
        }
        catch (PlatformException error) when (error.Error == PlatformError.Unsupported)
        {
            _negotiation.Forget();
            throw;
        }
    }

    /// <summary>A name with its arguments, which may be none: Nova wants that none written.</summary>
    private sealed class ActionBody : Dictionary<string, object?>;
}
