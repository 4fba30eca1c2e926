namespace Runbooks.Server.FleetRules.Deciding;

/// <summary>The times that decide when a condition that holds fires.</summary>
/// <param name="For">For how long the condition must have held at each look; zero fires at the first.</param>
/// <param name="Patience">Between two looks further apart than this, nobody knows whether it held.</param>
/// <param name="MostStarts">When it has fired so often within <paramref name="FlappingWithin"/>, it is flapping and held.</param>
internal sealed record RuleTiming(TimeSpan For, TimeSpan Patience, int MostStarts, TimeSpan FlappingWithin)
{
    public const int DefaultMostStarts = 3;

    public static readonly TimeSpan DefaultFlappingWithin = TimeSpan.FromHours(1);
}
