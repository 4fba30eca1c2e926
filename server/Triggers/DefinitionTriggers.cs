using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Runbooks.Workflows.Definitions;

namespace Runbooks.Server.Triggers;

/// <summary>The triggers that a definition carries: checked with it, and applied when a version of it is published. Each is a trigger like any
/// other, but changed in its definition alone; within the definition its name (or its id, where it has one) says which it is.</summary>
internal sealed class DefinitionTriggers(TriggerCheck check, TriggerRegistry registry)
{
    /// <summary>What is wrong with them, besides what was found already.</summary>
    public async Task<ImmutableArray<Problem>> CheckAsync(
        DefinitionReading reading, ImmutableArray<Problem> found, string workflow, string who, CancellationToken cancellation)
    {
        if (!Carried(reading).Any()) return found;
        var (_, problems) = await ReadAsync(reading, workflow, 0, who, cancellation);
        var more = problems.Where(problem => !found.Any(known => known.Severity is Severity.Error && IsAtOrIn(problem.Path, known.Path)));
        return [.. found, .. more.Select(problem => Placed(problem, reading))];
    }

    /// <summary>What publishing the definition does to triggers.</summary>
    public async Task<(IReadOnlyList<TriggerStep> Steps, IReadOnlyList<Problem> Problems)> ReadAsync(
        DefinitionReading reading, string workflow, int version, string who, CancellationToken cancellation)
    {
        var owned = registry.All.Where(trigger => trigger.Origin?.Workflow == workflow).ToList();
        var carried = Carried(reading).ToList();
        var matches = carried.ConvertAll(one => Match(one, owned));
        var gone = owned.Except(matches.OfType<Trigger>()).ToList();
        var context = new TriggerCheck.CarriedTrigger(new TriggerOrigin(workflow, version), reading.Definition, gone.Contains);
        var (steps, problems) = (gone.ConvertAll(trigger => new TriggerStep(trigger, null, ImmutableDictionary<string, string?>.Empty)), new List<Problem>());
        foreach (var (index, body) in carried.Index())
        {
            var sent = JsonObject.Create(body)!;
            sent["workflow"] = workflow;
            var answer = await check.CheckAsync(JsonSerializer.SerializeToElement(sent), matches[index], who, cancellation, context);
            problems.AddRange(answer.Errors.Select(error => new Problem($"/triggers/{index}{error.Path}", Severity.Error, error.Message)));
            problems.AddRange(Shown(answer, index));
            if (answer.Trigger is { } trigger) steps.Add(new TriggerStep(matches[index], trigger, answer.Secrets));
        }

        foreach (var twice in steps.Where(step => step.Before is null && step.After is not null).GroupBy(step => step.After!.Id).Where(same => same.Count() > 1))
            problems.Add(new Problem("/triggers", Severity.Error, $"Several triggers would be called '{twice.Key}': give each an 'id'."));
        return (steps, problems);
    }

    private static IEnumerable<Problem> Shown(TriggerCheck.Answer answer, int index) => answer.Secrets.Values.Any(value => value is not null)
        ? [new Problem($"/triggers/{index}/authentication", Severity.Warning, "Whoever may read the definition may read this secret. A trigger that is made by itself keeps it encrypted.")]
        : [];

    private static Trigger? Match(JsonElement body, List<Trigger> owned) => Text(body, "id") is { } id
        ? owned.Find(trigger => trigger.Id == id)
        : owned.Find(trigger => trigger.Name == Text(body, "name")?.Trim());

    private static IEnumerable<JsonElement> Carried(DefinitionReading reading) =>
        reading.Document is { ValueKind: JsonValueKind.Object } document && document.TryGetProperty("triggers", out var triggers) && triggers.ValueKind == JsonValueKind.Array
            ? triggers.EnumerateArray().Select(one => one.ValueKind == JsonValueKind.Object ? one : JsonElement.Parse("{}"))
            : [];

    private static bool IsAtOrIn(string path, string known) =>
        known.StartsWith("/triggers", StringComparison.Ordinal) && (path == known || path.StartsWith(known + "/", StringComparison.Ordinal));

    private static Problem Placed(Problem problem, DefinitionReading reading) => reading.PositionOf(problem.Path) is { } at
        ? problem with { Line = at.Line, Column = at.Column }
        : problem;

    private static string? Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>What publishing does to one trigger.</summary>
/// <param name="Before">Null: it is made.</param>
/// <param name="After">Null: it is removed, with its ledger.</param>
internal sealed record TriggerStep(Trigger? Before, Trigger? After, IReadOnlyDictionary<string, string?> Secrets)
{
    /// <summary>Whether it does anything: else only the version that carries it is another.</summary>
    public bool Changes => Before is null || After is null || Before.Name != After.Name || Before.Enabled != After.Enabled || Before.Action != After.Action
        || !JsonElement.DeepEquals(Before.Inputs, After.Inputs) || !JsonElement.DeepEquals(Before.Settings, After.Settings);
}
