using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Runbooks.Activities.Catalogue;

public static class ActivitiesRegistration
{
    /// <summary>Registers the <see cref="ActivityCatalogue"/> of the shipped activities and of those in <paramref name="more"/>.
    /// Resolve it at the start, so that a duplicate name stops the start.</summary>
    public static IServiceCollection AddActivities(this IServiceCollection services, params Assembly[] more) =>
        services.AddSingleton(provider => ActivityDiscovery.Discover(provider, [typeof(ActivitiesRegistration).Assembly, .. more]));
}
