using Runbooks.Activities.Platforms.OpenStack.Http;

namespace Runbooks.Activities.Platforms.OpenStack.Networks;

/// <summary>The one call of the Networking API that is needed. https://docs.openstack.org/api-ref/network/v2/</summary>
internal sealed class Neutron(ServiceClient service)
{
    /// <summary>None where the cloud has no such service.</summary>
    public async Task<IReadOnlyList<CloudNetwork>> NetworksAsync(CancellationToken cancellation)
    {
        if (!await service.IsThereAsync(cancellation)) return [];
        var answer = await service.SendAsync(HttpMethod.Get, "/networks?fields=id&fields=name", null, cancellation);
        return ApiJson.Read<List<CloudNetwork>>(answer.Body, "networks");
    }
}

internal sealed record CloudNetwork(string Id, string? Name);
