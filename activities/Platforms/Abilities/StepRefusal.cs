namespace Runbooks.Activities.Platforms.Abilities;

/// <summary>Why a step cannot run on a connection: the same words before it is published and when it is about to act.</summary>
public static class StepRefusal
{
    /// <param name="all">The connections that there are, to find one that can.</param>
    /// <returns>Null where it can.</returns>
    public static string? Of(string step, IReadOnlyList<Capability> needs, KnownConnection connection, IReadOnlyList<KnownConnection> all)
    {
        var lacking = needs.Where(need => !connection.Capabilities.Contains(need)).ToList();
        if (lacking.Count == 0) return null;
        var others = all.Where(other => needs.All(other.Capabilities.Contains)).ToList();
        var words = string.Join(", ", lacking.Select(one => $"no {AbilityWords.Lacking(one)}"));
        return $"Step '{step}' cannot run on {connection}: {words}; use {NearestAlternative.For(lacking[0], connection.Capabilities, others)}.";
    }
}
