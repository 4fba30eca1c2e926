using Runbooks.Activities.Platforms.OpenStack.Compute;

namespace Runbooks.Activities.Platforms.OpenStack.Reading;

/// <summary>Reads hypervisors, where the user may.</summary>
internal sealed class HostReader(Nova nova, bool administrator)
{
    /// <returns>By name; empty where the user is no administrator.</returns>
    public async Task<IReadOnlyDictionary<string, Platforms.Host>> ListAsync(Names names, CancellationToken cancellation)
    {
        if (!administrator) return new Dictionary<string, Platforms.Host>();
        var zones = (await nova.ServicesAsync(cancellation)).ToLookup(service => service.Host, service => service.Zone);
        var hosts = new Dictionary<string, Platforms.Host>();
        // A compute service of bare metal has many hypervisors; VMs name their service.
        foreach (var hypervisor in await nova.HypervisorsAsync(cancellation))
            hosts.TryAdd(hypervisor.Service.Host, Read(hypervisor, zones[hypervisor.Service.Host].FirstOrDefault(), names));
        return hosts;
    }

    public static HostState StateOf(Hypervisor hypervisor) => hypervisor switch
    {
        { State: "down" } => HostState.Down,
        { Status: "disabled" } => HostState.Maintenance,
        { State: "up" } => HostState.Up,
        _ => HostState.Unknown,
    };

    private static Platforms.Host Read(Hypervisor hypervisor, string? zone, Names names) => new(
        names.Of(hypervisor.Id), hypervisor.Id, hypervisor.Service.Host, zone, StateOf(hypervisor), hypervisor.Vcpus, hypervisor.Memory << 20);
}
