namespace Runbooks.Activities.Platforms.Simulator;

/// <summary>What makes two connections see the same fleet.</summary>
internal sealed record FleetKey(string World, int Seed, int Hosts, int VirtualMachines, int Clusters, string? StateFile)
{
    public static FleetKey Of(SimulatorSettings settings) => new(
        settings.World,
        settings.Seed,
        settings.Hosts,
        settings.VirtualMachines,
        settings.Clusters,
        string.IsNullOrWhiteSpace(settings.StateFile) ? null : Path.GetFullPath(settings.StateFile));
}
