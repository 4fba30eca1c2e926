using System.Text.Json.Serialization;

namespace Runbooks.Activities.Platforms.OpenStack.Identity;

/// <summary>What Keystone says of a token.</summary>
internal sealed record TokenBody(DateTimeOffset ExpiresAt, DateTimeOffset? IssuedAt, TokenProject? Project, IReadOnlyList<CatalogueService>? Catalog);

internal sealed record TokenProject(string Id, string? Name);

internal sealed record CatalogueService(string Type, IReadOnlyList<CatalogueEndpoint> Endpoints);

internal sealed record CatalogueEndpoint(string Interface, string? RegionId, [property: JsonPropertyName("url")] string Address);

/// <summary>Chooses the services' addresses.</summary>
internal static class ServiceCatalogue
{
    public const string Compute = "compute";

    /// <exception cref="PlatformException"><see cref="PlatformError.Invalid"/>: the region is not there, or there are several.</exception>
    public static string Region(IReadOnlyList<CatalogueService> services, string? wanted)
    {
        var regions = services.Where(service => service.Type == Compute).SelectMany(service => service.Endpoints)
            .Select(endpoint => endpoint.RegionId ?? "").Distinct().Order(StringComparer.Ordinal).ToList();
        if (!string.IsNullOrEmpty(wanted))
            return regions.Contains(wanted) ? wanted : throw Wrong($"the cloud has no compute service in a region '{wanted}'; it has: {string.Join(", ", regions)}");
        return regions.Count switch
        {
            1 => regions[0],
            0 => throw Wrong("the cloud shows this user no compute service"),
            _ => throw Wrong($"the cloud has several regions; give one in the connection's settings: {string.Join(", ", regions)}"),
        };
    }

    /// <summary>By service type.</summary>
    public static IReadOnlyDictionary<string, Uri> Endpoints(IReadOnlyList<CatalogueService> services, string region, EndpointInterface wanted)
    {
        var endpoints = new Dictionary<string, Uri>();
        foreach (var service in services)
        {
            var address = service.Endpoints.FirstOrDefault(endpoint =>
                (endpoint.RegionId ?? "") == region && endpoint.Interface.Equals(wanted.ToString(), StringComparison.OrdinalIgnoreCase))?.Address;
            if (Uri.TryCreate(address, UriKind.Absolute, out var uri)) endpoints.TryAdd(service.Type, uri);
        }

        return endpoints;
    }

    private static PlatformException Wrong(string said) => new(PlatformError.Invalid, said);
}
