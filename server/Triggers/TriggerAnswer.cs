using System.Text.Json;
using System.Text.Json.Serialization;
using Runbooks.Server.Http;
using Runbooks.Server.Plans;
using Runbooks.Server.Triggers.Firings;

namespace Runbooks.Server.Triggers;

/// <summary>A trigger as it is answered: what it can be saved as again, and what is told of it.</summary>
/// <param name="ETag">What a save is conditional on.</param>
internal sealed record TriggerAnswer(
    string Id,
    string Name,
    string Workflow,
    string Type,
    bool Enabled,
    TriggerAction Action,
    JsonElement Inputs,
    TriggerPause? Pause,
    TriggerStatus Status,
    string ETag,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string UpdatedBy,
    TriggerOrigin? Origin)
{
    /// <summary>The members of its type, and what its type tells.</summary>
    [JsonExtensionData]
    public Dictionary<string, object?> More { get; init; } = [];
}

/// <param name="Pending">Firings that are not started yet; where the last of them was tried, it says why.</param>
/// <param name="Recommended">Firings that wait for a person.</param>
/// <param name="LastFiring">Null: it never fired.</param>
internal sealed record TriggerStatus(int Pending, int Recommended, FiringAnswer? LastFiring);

/// <summary>A firing as it is answered.</summary>
/// <param name="DueAt">When its cause was there.</param>
/// <param name="Inputs">What the run is started with; null where they could not be evaluated.</param>
/// <param name="Code">Why it was not started (yet).</param>
/// <param name="SummaryCode">What the summary says, for other languages; its parameters are beside it.</param>
/// <param name="Plan">Of what is recommended: what its run would have changed when it fired.</param>
/// <param name="PlanFailure">Why there is none.</param>
/// <param name="Lineage">The triggers that led to it, one run after the other.</param>
internal sealed record FiringAnswer(
    string Id,
    string Trigger,
    string Workflow,
    FiringStatus Status,
    DateTimeOffset DueAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset? SettledAt,
    string Summary,
    JsonElement? Detail,
    JsonElement? Inputs,
    IReadOnlyList<string> Targets,
    string? RunId,
    string? Code,
    string? Why,
    int Attempts,
    DateTimeOffset? NextAttemptAt,
    string? By,
    IReadOnlyList<string> Lineage,
    string? SummaryCode,
    JsonElement? SummaryParameters,
    PlanAnswer? Plan,
    string? PlanFailure)
{
    private const int MostInLists = 5;

    public static FiringAnswer Of(FiringEntity firing) => new(
        firing.Id, firing.TriggerId, firing.Workflow, firing.Status, firing.DueAt, firing.CreatedAt, firing.SettledAt, firing.Summary,
        Json(firing.Detail), Json(firing.Inputs), firing.Targets, firing.RunId, firing.Code, firing.Why, firing.Attempts, firing.NextAttemptAt, firing.By, firing.Lineage,
        firing.SummaryCode, Json(firing.SummaryParameters), PlanOf(firing), firing.PlanFailure);

    /// <summary>For lists: of its plan the beginning.</summary>
    public static FiringAnswer Brief(FiringEntity firing)
    {
        var whole = Of(firing);
        return whole with { Plan = whole.Plan?.Bounded(MostInLists) };
    }

    public static PlanAnswer? PlanOf(FiringEntity firing) =>
        firing.Plan is null ? null : JsonSerializer.Deserialize<PlanAnswer>(firing.Plan, ApiJson.Options);

    private static JsonElement? Json(string? text) => text is null ? null : JsonElement.Parse(text);
}

/// <param name="Schema">JSON Schema 2020-12 of the type's own members.</param>
/// <param name="Names">What the expressions of the inputs may read.</param>
internal sealed record TriggerTypeAnswer(string Name, JsonElement Schema, IReadOnlyList<string> Names);
