using Runbooks.Server.Triggers.Calendars;

namespace Runbooks.Server.Triggers.Schedules;

internal static class SchedulesRegistration
{
    public static IServiceCollection AddSchedules(this IServiceCollection services)
    {
        services.AddSingleton<ScheduleTriggers>().AddSingleton<ITriggerType>(provider => provider.GetRequiredService<ScheduleTriggers>());
        services.AddSingleton<CalendarStore>().AddSingleton<ScheduleClock>();
        services.AddHostedService(provider => provider.GetRequiredService<ScheduleClock>());
        return services;
    }

    /// <summary>Before the triggers, which name calendars.</summary>
    public static Task LoadCalendarsAsync(this IServiceProvider services)
    {
        var (calendars, schedules) = (services.GetRequiredService<CalendarStore>(), services.GetRequiredService<ScheduleTriggers>());
        calendars.Changing = schedules.StageCalendarAsync;
        calendars.Changed = services.GetRequiredService<ScheduleClock>().Notice;
        return calendars.LoadAsync();
    }
}
