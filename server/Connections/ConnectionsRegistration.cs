using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Ec2;
using Runbooks.Activities.Platforms.HyperV;
using Runbooks.Activities.Platforms.Libvirt;
using Runbooks.Activities.Platforms.OpenStack;
using Runbooks.Activities.Platforms.Simulator;
using Runbooks.Activities.Platforms.VSphere;
using Runbooks.Server.Connections.Settings;
using Runbooks.Server.Connections.Sources;

namespace Runbooks.Server.Connections;

internal static class ConnectionsRegistration
{
    /// <summary>A new platform is a line here.</summary>
    public static IServiceCollection AddPlatforms(this IServiceCollection services) => services
        .AddSingleton<IPlatformFactory, SimulatorFactory>()
        .AddSingleton<IPlatformFactory, LibvirtFactory>()
        .AddSingleton<IPlatformFactory, Ec2Factory>()
        .AddSingleton<IPlatformFactory, HyperVFactory>()
        .AddSingleton<IPlatformFactory, OpenStackFactory>()
        .AddSingleton<IPlatformFactory, VSphereFactory>();

    public static IServiceCollection AddLiveConnections(this IServiceCollection services) => services
        .AddSingleton<PlatformFactories>()
        .AddSingleton<ConnectionRegistry>()
        .AddSingleton<DefinitionCheck>()
        .AddSingleton<ConnectionEditor>()
        .AddSingleton<ConfiguredConnections>()
        .AddSingleton<StoredConnections>()
        .AddSingleton<BuiltInSimulator>();
}
