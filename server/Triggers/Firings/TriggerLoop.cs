namespace Runbooks.Server.Triggers.Firings;

/// <summary>Finds triggers that go round in a circle: a run's end fires a trigger whose run's end fires it again.</summary>
public static class TriggerLoop
{
    public const string Code = "trigger.loop";

    /// <summary>How often a trigger may be among what led to it. More than once can be meant: a workflow that goes on with the rest.</summary>
    public const int Rounds = 3;

    /// <summary>How many triggers may lead to each other at all.</summary>
    public const int Longest = 16;

    internal const int Remembered = 32;

    /// <param name="lineage">The triggers that led here, the first one first.</param>
    /// <returns>Why it must not go on; null where it may.</returns>
    public static FiringEnd? Find(string trigger, IReadOnlyList<string> lineage)
    {
        ArgumentNullException.ThrowIfNull(lineage);
        var rounds = lineage.Count(earlier => earlier == trigger);
        if (rounds >= Rounds)
            return new FiringEnd(Code, $"This trigger led to itself {rounds} times in a row, by way of {string.Join(", ", lineage.TakeLast(Longest))}. It was paused.");
        return lineage.Count < Longest ? null
            : new FiringEnd(Code, $"{lineage.Count} triggers led to each other: {string.Join(", ", lineage.TakeLast(Longest))}. The last one was paused.");
    }
}
