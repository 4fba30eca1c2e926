using Orleans.Configuration;
using Runbooks.Server.Runs.Execution;

namespace Runbooks.Server.Cluster;

/// <summary>Orleans, for membership, routing and one mailbox per run; nothing else of it is used.</summary>
internal static class ClusterRegistration
{
    public static WebApplicationBuilder AddCluster(this WebApplicationBuilder builder)
    {
        builder.Host.UseOrleans(silo =>
        {
            // One silo: its ports are bound to loopback, and chosen by the system, so that servers can run beside each other.
            var (siloPort, gatewayPort) = FreePorts();
            silo.UseLocalhostClustering(siloPort, gatewayPort, serviceId: "runbooks", clusterId: "runbooks");
            // Where grains are: by itself it makes room for a million of them at once, which is 18 MB.
            silo.Configure<GrainDirectoryOptions>(directory => directory.CacheSize = 10_000);
        });
        builder.Services.AddSingleton<IRunRouter, OrleansRunRouter>();
        return builder;
    }

    private static (int Silo, int Gateway) FreePorts()
    {
        using var first = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        using var second = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        return (((System.Net.IPEndPoint)first.LocalEndpoint).Port, ((System.Net.IPEndPoint)second.LocalEndpoint).Port);
    }
}
