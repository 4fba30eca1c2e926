using Runbooks.Activities.Platforms.OpenStack.Networks;
using Runbooks.Activities.Platforms.OpenStack.Reading;

namespace Runbooks.Activities.Platforms.OpenStack.Operations;

/// <summary>Finds what an order names.</summary>
internal sealed class Placing(HostReader hosts, Neutron neutron, OpenStackSettings settings)
{
    /// <summary>What Nova takes as networks: <c>auto</c>, <c>none</c>, or a list of one.</summary>
    public async Task<object> NetworksAsync(VmOrder order, CancellationToken cancellation)
    {
        if (order.Storage is not null)
            throw new PlatformException(PlatformError.Invalid, "OpenStack has no storages to choose from here; leave the storage out");
        var wanted = string.IsNullOrEmpty(order.Network) ? settings.DefaultNetwork : order.Network;
        return wanted is "auto" or "none" ? wanted : new[] { new { uuid = await NetworkAsync(wanted, cancellation) } };
    }

    /// <returns>Its id.</returns>
    public async Task<string> NetworkAsync(string wanted, CancellationToken cancellation)
    {
        var named = (await neutron.NetworksAsync(cancellation)).Where(network => network.Id == wanted || network.Name == wanted).ToList();
        return named.Count switch
        {
            1 => named[0].Id,
            0 => throw new PlatformException(PlatformError.Invalid, $"there is no network '{wanted}' that this project may use"),
            _ => throw new PlatformException(
                PlatformError.Invalid, $"several networks are called '{wanted}'; give one's id: {string.Join(", ", named.Select(network => network.Id))}"),
        };
    }

    /// <summary>Null leaves it to Nova.</summary>
    public async Task<string?> HostAsync(VmOrder order, Names names, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(order.Host)) return null;
        if (!settings.Administrator)
            throw new PlatformException(PlatformError.Unsupported, "only an administrator chooses the host of a new server; leave the host out");
        return (await hosts.ListAsync(names, cancellation)).ContainsKey(order.Host)
            ? order.Host
            : throw new PlatformException(PlatformError.Invalid, $"there is no host '{order.Host}' in this region");
    }
}
