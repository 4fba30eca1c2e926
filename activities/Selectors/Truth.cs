using Runbooks.Activities.Fleet;

namespace Runbooks.Activities.Selectors;

/// <summary>What a condition is evaluated over.</summary>
internal readonly record struct Scope(FleetObject Subject, IMetricHistory Metrics);

/// <summary>Three-valued logic (Kleene): an unknown stays unknown under negation, so that "not busy" never means "nobody measured".</summary>
internal enum Truth
{
    False,
    True,
    Unknown,
}

internal static class TruthExtensions
{
    public static Truth AsTruth(this bool value) => value ? Truth.True : Truth.False;

    public static Truth Not(this Truth value) => value switch
    {
        Truth.True => Truth.False,
        Truth.False => Truth.True,
        _ => Truth.Unknown,
    };
}
