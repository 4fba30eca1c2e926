using System.Collections.Immutable;
using System.Text.Json;

namespace Runbooks.Workflows.Definitions.Validation;

/// <summary>What an expression at a place can read.</summary>
/// <param name="Steps">Steps that have settled by then, with the schema of their output where it is known.</param>
/// <param name="Others">Steps that exist but have not settled by then, or are out of sight, and why.</param>
internal sealed record Sight(
    ImmutableDictionary<string, JsonElement?> Steps, ImmutableDictionary<string, string> Others, bool Item, bool Index)
{
    public static readonly Sight Outermost = new(
        ImmutableDictionary.Create<string, JsonElement?>(StringComparer.Ordinal), ImmutableDictionary.Create<string, string>(StringComparer.Ordinal), false, false);

    /// <summary>What is also seen where these steps have settled.</summary>
    public Sight With(IEnumerable<KeyValuePair<string, JsonElement?>> settled)
    {
        var added = settled.DistinctBy(step => step.Key).ToList();
        return this with { Steps = Steps.SetItems(added), Others = Others.RemoveRange(added.Select(step => step.Key)) };
    }

    /// <summary>Names steps that cannot be read, and why not; they hide outer ones of the same name.</summary>
    public Sight Without(IEnumerable<KeyValuePair<string, string>> others)
    {
        var added = others.DistinctBy(step => step.Key).ToList();
        return this with { Steps = Steps.RemoveRange(added.Select(step => step.Key)), Others = Others.SetItems(added) };
    }
}
