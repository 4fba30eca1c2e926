using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Runbooks.Activities.Platforms.Simulator;

/// <summary>The fleets of this process. A fleet outlives its connections, as a real platform does; a test's fleets go
/// with its clock.</summary>
internal static class FleetRegistry
{
    private static readonly ConditionalWeakTable<TimeProvider, ConcurrentDictionary<FleetKey, Lazy<SimulatedFleet>>> Fleets = [];

    public static SimulatedFleet Get(FleetKey key, TimeProvider time) => Fleets
        .GetValue(time, _ => new())
        .GetOrAdd(key, key => new Lazy<SimulatedFleet>(() => new SimulatedFleet(key, time)))
        .Value;
}
