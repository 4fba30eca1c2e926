using System.Reflection;
using System.Text.Json;
using Runbooks.Server.Data.Settings;
using Runbooks.Server.Http;
using Runbooks.Server.Triggers;

namespace Runbooks.Server.FleetRules.Shipped;

/// <summary>The rules that come with the server. They recommend, and start nothing. One that an operator has changed or deleted stays so.</summary>
internal static class ShippedRules
{
    private const string Setting = "fleet-rules/shipped";

    private const string Server = "server";

    public static IReadOnlyList<JsonElement> All { get; } = [.. Read()];

    /// <summary>Makes those that this server never had.</summary>
    public static async Task SeedFleetRulesAsync(this IServiceProvider services)
    {
        var settings = services.GetRequiredService<SettingStore>();
        var had = (await settings.ReadAsync<Seeded>(Setting))?.Ids ?? [];
        var fresh = All.Where(rule => !had.Contains(IdOf(rule))).ToList();
        if (fresh.Count == 0) return;
        foreach (var rule in fresh) await MakeAsync(services, rule);
        await settings.WriteAsync(Setting, new Seeded([.. had, .. fresh.Select(IdOf)]));
    }

    private static async Task MakeAsync(IServiceProvider services, JsonElement rule)
    {
        try
        {
            await services.GetRequiredService<TriggerEditor>().CreateAsync(rule, Server, CancellationToken.None);
        }
        catch (RequestException refused)
        {
            // An operator's trigger has its name, or the workflow is gone.
            services.GetRequiredService<ILogger<RunbooksRules>>().LogInformation("The shipped rule {Rule} was left out: {Why}", IdOf(rule), refused.Message);
        }
    }

    private static IEnumerable<JsonElement> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith("FleetRules/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            yield return JsonDocument.Parse(stream).RootElement;
        }
    }

    private static string IdOf(JsonElement rule) => rule.GetProperty("id").GetString()!;

    private sealed record Seeded(IReadOnlyList<string> Ids);

    /// <summary>Names the log.</summary>
    private sealed record RunbooksRules;
}
