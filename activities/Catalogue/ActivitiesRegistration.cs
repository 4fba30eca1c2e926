using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Runbooks.Activities.Backup;
using Runbooks.Activities.Integration;
using Runbooks.Activities.Messaging;

namespace Runbooks.Activities.Catalogue;

public static class ActivitiesRegistration
{
    /// <summary>Registers the <see cref="ActivityCatalogue"/> of the shipped activities and of those in <paramref name="more"/>, and
    /// <see cref="OutboundHttp"/>, their way to other services. Bind <see cref="SmtpOptions"/> and <see cref="OutboundOptions"/> to the
    /// configuration. Resolve the catalogue at the start, so that a duplicate name stops the start.</summary>
    public static IServiceCollection AddActivities(this IServiceCollection services, params Assembly[] more) => services
        .AddOptions()
        .AddTime()
        .AddSingleton<OutboundHttp>()
        .AddBackupsInMemory()
        .AddSingleton(provider => ActivityDiscovery.Discover(provider, [typeof(ActivitiesRegistration).Assembly, .. more]));

    /// <summary>The system's time, where the server has said no other.</summary>
    private static IServiceCollection AddTime(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services;
    }

    /// <summary>Unless a catalogue that lasts was registered before.</summary>
    private static IServiceCollection AddBackupsInMemory(this IServiceCollection services)
    {
        services.TryAddSingleton<IBackupCatalogue, BackupsInMemory>();
        return services;
    }
}
