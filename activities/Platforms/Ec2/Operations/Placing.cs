using Runbooks.Activities.Platforms.Ec2.Reading;

namespace Runbooks.Activities.Platforms.Ec2.Operations;

/// <summary>Finds what an order names.</summary>
internal sealed class Placing(CatalogueReader catalogue, HostReader hosts)
{
    /// <summary>The subnet, by its id or its name; null leaves it to EC2, which takes one of the default VPC.</summary>
    public Task<string?> SubnetAsync(VmOrder order, CancellationToken cancellation) => order.Storage is null
        ? SubnetAsync(order.Network, cancellation)
        : throw new PlatformException(PlatformError.Invalid, "EC2 has no storages to choose from; leave the storage out");

    public async Task<string?> SubnetAsync(string? name, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(name)) return null;
        var named = (await catalogue.NetworksAsync(cancellation)).Where(network => network.NativeId == name || network.Name == name).ToList();
        return Only(named, network => network.NativeId, "subnet", name);
    }

    /// <summary>The dedicated host, by its id or its name; null leaves it to EC2.</summary>
    public async Task<string?> HostAsync(string? name, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(name)) return null;
        var named = (await hosts.ListAsync(null, cancellation)).Values.Where(host => host.NativeId == name || host.Name == name).ToList();
        return Only(named, host => host.NativeId, "dedicated host", name);
    }

    private static string Only<T>(List<T> named, Func<T, string> id, string what, string name) => named.Count switch
    {
        1 => id(named[0]),
        0 => throw new PlatformException(PlatformError.Invalid, $"there is no {what} '{name}' in this region"),
        _ => throw new PlatformException(PlatformError.Invalid, $"several are the {what} '{name}'; give one's id: {string.Join(", ", named.Select(id))}"),
    };
}
