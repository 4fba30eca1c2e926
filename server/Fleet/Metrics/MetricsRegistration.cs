using Runbooks.Activities.Selectors;
using Runbooks.Server.Data;

namespace Runbooks.Server.Fleet.Metrics;

internal static class MetricsRegistration
{
    /// <summary>The metric samples, in a file of their own in the data directory.</summary>
    public static IServiceCollection AddMetricSamples(this IServiceCollection services) => services
        .AddSingleton(provider => new MetricStore(
            provider.GetRequiredService<DataDirectory>().File("metrics.db"), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<MetricSeries>()
        .AddSingleton<MetricHistory>()
        .AddSingleton<IMetricHistory>(provider => provider.GetRequiredService<MetricHistory>())
        .AddHostedService<MetricMaintenance>();
}
