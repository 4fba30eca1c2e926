using System.Text.Json;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Catalogue;

/// <summary>What the designer, the validator and the API know of an activity.</summary>
/// <param name="Outcomes">Without <c>failed</c>, which every activity has.</param>
/// <param name="InputSchema">JSON Schema 2020-12 of the step's <c>with</c>.</param>
/// <param name="OutputSchema">JSON Schema 2020-12 of the step's output.</param>
/// <param name="HasUndo">Whether a roll-back can take the change back.</param>
/// <param name="NoUndo">Why it cannot; null where it can, or the activity changes nothing.</param>
/// <param name="Help">From the XML documentation of the class; empty where there is none.</param>
public sealed record ActivityDescriptor(
    string Name,
    string Title,
    string Group,
    Effect Effect,
    IReadOnlyList<string> Outcomes,
    JsonElement InputSchema,
    JsonElement OutputSchema,
    IReadOnlyList<Capability> Capabilities,
    bool HasUndo,
    string? NoUndo,
    string Help);
