using System.Collections.Concurrent;

namespace Runbooks.Activities.Platforms.Libvirt;

/// <summary>The connections of this process, by where their hosts take VMs: a host forgets a VM that has left it, and only the
/// other one tells whether it arrived.</summary>
internal sealed class Peers
{
    private readonly ConcurrentDictionary<string, LibvirtConnection> _byAddress = new(StringComparer.Ordinal);

    public void Add(string address, LibvirtConnection connection) => _byAddress[address] = connection;

    /// <summary>Unless another has taken its place.</summary>
    public void Remove(string address, LibvirtConnection connection) => _byAddress.TryRemove(KeyValuePair.Create(address, connection));

    public LibvirtConnection? Find(string address) => _byAddress.GetValueOrDefault(address);
}
