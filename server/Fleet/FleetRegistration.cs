using Microsoft.Extensions.Options;
using Runbooks.Activities.Fleet;
using Runbooks.Server.Connections;
using Runbooks.Server.Fleet.Following;
using Runbooks.Server.Fleet.LastSeen;
using Runbooks.Server.Fleet.Live;
using Runbooks.Server.Fleet.Metrics;
using Runbooks.Server.Fleet.Picture;
using Runbooks.Server.Fleet.Sampling;
using Runbooks.Server.Hosting;

namespace Runbooks.Server.Fleet;

internal static class FleetRegistration
{
    public static IServiceCollection AddFleet(this IServiceCollection services)
    {
        services.AddSliceOptions<FleetOptions>("Fleet");
        return services
            .AddMetricSamples()
            .AddSingleton<FleetPicture>()
            .AddSingleton<FleetFollowing>()
            .AddSingleton<FleetView>()
            .AddSingleton<IFleet>(provider => provider.GetRequiredService<FleetView>())
            .AddSingleton<FleetAccess>()
            .AddSingleton<FleetEvents>()
            .AddSingleton<SimulatedPast>()
            .AddSingleton<LastSeenStore>()
            .AddSingleton(Sampling)
            // What was last seen is there before anything is read.
            .AddHostedService<LastSeenRecorder>()
            .AddHostedService(provider => provider.GetRequiredService<FleetFollowing>());
    }

    private static SampleConnection Sampling(IServiceProvider provider)
    {
        var (store, past, picture) = (provider.GetRequiredService<MetricStore>(), provider.GetRequiredService<SimulatedPast>(), provider.GetRequiredService<FleetPicture>());
        var (interval, logger) = (provider.GetRequiredService<IOptions<FleetOptions>>().Value.SampleInterval, provider.GetRequiredService<ILogger<ConnectionSampler>>());
        return (connection, cancellation) => Task.WhenAll(
            FillAsync(past, connection, provider.GetRequiredService<IHostApplicationLifetime>(), cancellation),
            new ConnectionSampler(connection.Id, connection.Live, interval, store, (_, loads) => picture.Sampled(loads), logger).RunAsync(cancellation));
    }

    /// <summary>After the start, which it would slow down.</summary>
    private static async Task FillAsync(SimulatedPast past, Connection connection, IHostApplicationLifetime server, CancellationToken cancellation)
    {
        await server.UntilStartedAsync(cancellation);
        await past.FillAsync(connection, cancellation);
    }
}
