using Runbooks.Activities.Integration;
using Runbooks.Server.Secrets;
using Runbooks.Server.Triggers.Calendars;
using Runbooks.Server.Triggers.Events;
using Runbooks.Server.Triggers.Firings;
using Runbooks.Server.Triggers.RunEnds;
using Runbooks.Server.Triggers.Schedules;
using Runbooks.Server.Triggers.Webhooks;

namespace Runbooks.Server.Triggers;

internal static class TriggersRegistration
{
    public static IServiceCollection AddTriggers(this IServiceCollection services)
    {
        services.AddSingleton<TriggerTypes>().AddSingleton<TriggerRegistry>().AddSingleton<TriggerCheck>().AddSingleton<TriggerReader>();
        services.AddSingleton<TriggerEditor>();
        services.AddSingleton<FiringLedger>().AddSingleton<FiringStarter>().AddSingleton<HandFiring>();
        services.AddHostedService(provider => provider.GetRequiredService<FiringStarter>());
        services.AddHostedService<FiringUpkeep>();
        services.AddSingleton<FiringPlanner>().AddHostedService(provider => provider.GetRequiredService<FiringPlanner>());
        services.AddSingleton<DefinitionTriggers>();
        services.AddSingleton<ITriggerType, WebhookTriggers>().AddSingleton<ITriggerType, RunEndTriggers>().AddSingleton<RunEndWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<RunEndWatch>());
        services.AddSingleton(provider => new EventSender(provider.GetRequiredService<OutboundHttp>().CreateClient, provider.GetRequiredService<SecretStore>()));
        services.AddSingleton<DeliveryNotice>().AddSingleton<EventDelivery>().AddHostedService(provider => provider.GetRequiredService<EventDelivery>());
        return services.AddSchedules();
    }

    /// <summary>Before the server listens and anything fires.</summary>
    public static async Task LoadTriggersAsync(this IServiceProvider services)
    {
        await services.LoadCalendarsAsync();
        await services.GetRequiredService<TriggerRegistry>().LoadAsync();
    }

    public static void MapTriggerSlices(this IEndpointRouteBuilder api)
    {
        api.MapTriggers();
        api.MapSchedules();
        api.MapCalendars();
        api.MapEventSubscriptions();
    }
}
