namespace Runbooks.Server.FleetRules.Deciding;

/// <summary>An object that fired, for the storm guard.</summary>
/// <param name="Group">Its cluster.</param>
internal readonly record struct Burst(string Object, string Group, DateTimeOffset At);

/// <summary>When much of a cluster fires together, something else has happened to it (or to its monitoring): people are paged, and
/// nothing is changed.</summary>
internal static class StormGuard
{
    public const double Share = 0.3;

    /// <summary>One alone is no storm, however small its cluster.</summary>
    public const int Fewest = 2;

    /// <summary>What fires within this time fires together: connections are sampled at different moments.</summary>
    public static readonly TimeSpan Together = TimeSpan.FromMinutes(10);

    public static readonly IReadOnlyDictionary<string, int> None = new Dictionary<string, int>();

    /// <summary>Says for each of a moment's firings how many of its group have fired together.</summary>
    /// <param name="bursts">All that fired within <see cref="Together"/>, those of the moment too.</param>
    /// <param name="sizes">How many objects each group has, whether the rule looks at them or not.</param>
    /// <returns>The groups in which it is a storm, with the number of objects that fired.</returns>
    public static IReadOnlyDictionary<string, int> Storms(IEnumerable<Burst> bursts, DateTimeOffset now, IReadOnlyDictionary<string, int> sizes) => bursts
        .Where(burst => burst.At > now - Together && burst.At <= now)
        .DistinctBy(burst => burst.Object)
        .CountBy(burst => burst.Group)
        .Where(group => group.Value >= Fewest && group.Value >= Share * sizes.GetValueOrDefault(group.Key))
        .ToDictionary(StringComparer.Ordinal);
}
