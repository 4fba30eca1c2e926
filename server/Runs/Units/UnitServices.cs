using Runbooks.Activities;
using Runbooks.Activities.Catalogue;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Abilities;
using Runbooks.Activities.Selectors;
using Runbooks.Server.Runs.Automation;
using Runbooks.Server.Runs.Logs;

namespace Runbooks.Server.Runs.Units;

/// <summary>What units are executed with.</summary>
/// <param name="Read">Reads a target from its platform, now.</param>
/// <param name="LookAgain">Has the fleet read a target again soon, because it was changed.</param>
/// <param name="HolderOf">The run that holds a target; null where it is free.</param>
/// <param name="Protected">Targets that no run may change; null: none.</param>
/// <param name="ResolveSecret">The value of a secret that definitions may name; null: there is none.</param>
public sealed record UnitServices(
    ActivityCatalogue Catalogue,
    IFleet Fleet,
    Func<Target, CancellationToken, Task<LiveTarget>> Read,
    Action<Target> LookAgain,
    Func<string, Task<string?>> HolderOf,
    AutomationSwitch Automation,
    Selector? Protected,
    Func<string, CancellationToken, Task<string?>> ResolveSecret,
    Func<HttpClient> Http,
    RunLogs Logs,
    RunProgress Progress,
    OperationsInFlight InFlight,
    TimeProvider Time,
    ILogger<UnitRunner> Log)
{
    /// <summary>The connections that there are, and what can be done through each.</summary>
    public Func<IReadOnlyList<KnownConnection>> Connections { get; init; } = () => [];
}

/// <summary>A target as its platform describes it now, and a hold on the platform for as long as the unit executes.</summary>
/// <param name="Object">Null: the platform knows it no more.</param>
/// <param name="Connection">The connection that it is seen through now.</param>
/// <param name="MayChange">Asks the connection's mode, each time.</param>
public sealed record LiveTarget(FleetObject? Object, string Connection, IPlatform Platform, Func<bool> MayChange, IDisposable Hold) : IDisposable
{
    public void Dispose() => Hold.Dispose();
}
