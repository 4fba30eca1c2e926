using Microsoft.AspNetCore.Http.HttpResults;
using Runbooks.Server.Access;
using Runbooks.Server.Audit;
using Runbooks.Server.Data.Settings;
using Runbooks.Server.Runs.Api;
using Runbooks.Server.Runs.Execution;
using Runbooks.Server.Runs.History;
using Runbooks.Server.Runs.Units;

namespace Runbooks.Server.Runs.Automation;

/// <summary>The stop button.</summary>
internal static class AutomationApi
{
    public const string SettingKey = "automation";

    public static void MapAutomation(this IEndpointRouteBuilder api)
    {
        var automation = api.MapGroup("/automation").WithTags("Automation");
        automation.MapGet("/", Show).WithSummary("Whether automation goes, and what is in flight.").Requires(Permission.Look);
        automation.MapPost("/stop", StopAsync).WithSummary("Stops all automation: nothing new is changed anywhere. What is in flight goes on and is listed.").Requires(Permission.Stop);
        automation.MapPost("/start", StartAsync).WithSummary("Lets automation go on; held runs carry on where they were.").Requires(Permission.Operate);
    }

    private static Ok<AutomationView> Show(AutomationSwitch automation, OperationsInFlight inFlight) => TypedResults.Ok(AutomationView.Of(automation, inFlight));

    private static async Task<Ok<AutomationView>> StopAsync(
        ControlBody? body, HttpContext http, AutomationSwitch automation, OperationsInFlight inFlight, SettingStore settings, AuditLog audit, TimeProvider time)
    {
        var notice = new StopNotice(time.GetUtcNow(), http.User.Who(), body?.Reason);
        // First of all nothing new begins; that it stays so after a restart comes next.
        automation.Set(notice);
        await settings.WriteAsync(SettingKey, new AutomationSetting(notice));
        await audit.RecordAsync(http.User.Who(), "automation.stop", "automation", new { body?.Reason });
        return TypedResults.Ok(AutomationView.Of(automation, inFlight));
    }

    private static async Task<Ok<AutomationView>> StartAsync(
        ControlBody? body, HttpContext http, AutomationSwitch automation, OperationsInFlight inFlight, SettingStore settings, AuditLog audit,
        AutomationStarter starter)
    {
        await settings.WriteAsync(SettingKey, new AutomationSetting(null));
        await audit.RecordAsync(http.User.Who(), "automation.start", "automation", new { body?.Reason });
        await starter.StartAsync();
        return TypedResults.Ok(AutomationView.Of(automation, inFlight));
    }
}

/// <summary>Lets automation go on, and wakes what was held.</summary>
internal sealed class AutomationStarter(AutomationSwitch automation, IRunStore store, IRunRouter router, TimeProvider time)
{
    public async Task StartAsync()
    {
        automation.Set(null);
        var held = await store.EnqueueToHeldAsync($"automation:{Guid.NewGuid():N}", InboxCodec.AutomationStarted, "{}", time.GetUtcNow());
        foreach (var run in held) router.Wake(run);
    }
}

internal sealed record AutomationSetting(StopNotice? Stopped);

internal sealed record AutomationView(
    bool Stopped, DateTimeOffset? StoppedAt, string? StoppedBy, string? Reason, IReadOnlyCollection<InFlightOperation> InFlight)
{
    public static AutomationView Of(AutomationSwitch automation, OperationsInFlight inFlight) => new(
        automation.Stopped is not null, automation.Stopped?.At, automation.Stopped?.By, automation.Stopped?.Reason, inFlight.All);
}
