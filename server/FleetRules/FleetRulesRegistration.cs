using Runbooks.Server.FleetRules.Replay;
using Runbooks.Server.FleetRules.Rules;
using Runbooks.Server.FleetRules.Snapshots;
using Runbooks.Server.FleetRules.Watching;
using Runbooks.Server.Triggers;

namespace Runbooks.Server.FleetRules;

internal static class FleetRulesRegistration
{
    public static IServiceCollection AddFleetRules(this IServiceCollection services) => services
        .AddSingleton<RuleBoard>()
        .AddSingleton<SnapshotSights>()
        .AddSingleton<BusyTargets>()
        .AddSingleton<Replayer>()
        .AddSingleton<FiringExplainer>()
        .AddSingleton<FiringCauses>()
        .AddSingleton<ITriggerType, FleetRuleTriggers>()
        .AddHostedService<SnapshotReading>()
        .AddSingleton<RuleWatch>()
        .AddHostedService(provider => provider.GetRequiredService<RuleWatch>());
}
