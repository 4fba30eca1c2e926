using System.Text.Json;
using Runbooks.Activities;
using Runbooks.Workflows.Definitions.Reading;
using Runbooks.Workflows.Definitions.Schemas;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Workflows.Definitions.Validation;

/// <summary>Checks the shape of what the document carries for others: triggers and the designer's layout.</summary>
internal static class DocumentChecks
{
    private static readonly string[] TriggerTypes = ["schedule", "alert", "fleet-rule", "webhook", "run"];

    private static readonly string[] ScheduleKinds = ["cron", "every", "at"];

    public static void Check(JsonElement document, WorkflowDefinition definition, ProblemList problems)
    {
        if (document.TryGetProperty("triggers", out var triggers)) CheckTriggers(triggers, definition, problems);
        if (!document.TryGetProperty("layout", out var layout) || layout.ValueKind is JsonValueKind.Null) return;
        if (layout.ValueKind is not JsonValueKind.Object) problems.Warning("/layout", "'layout' has to be an object: step: [x, y].");
    }

    private static void CheckTriggers(JsonElement triggers, WorkflowDefinition definition, ProblemList problems)
    {
        if (triggers.ValueKind is JsonValueKind.Null) return;
        if (triggers.ValueKind is not JsonValueKind.Array)
        {
            problems.Error("/triggers", "'triggers' has to be a list.");
            return;
        }

        var index = 0;
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (var trigger in triggers.EnumerateArray()) CheckTrigger(trigger, JsonPointer.Append("/triggers", index++), names, definition, problems);
    }

    private static void CheckTrigger(JsonElement trigger, string path, HashSet<string> names, WorkflowDefinition definition, ProblemList problems)
    {
        if (ObjectReader.Of(trigger, path, problems, "A trigger") is not { } reader) return;
        if (reader.Text("name") is { } name)
        {
            if (!names.Add(name)) reader.Error("name", $"'{name}' is here twice.");
        }
        else if (reader.Take("name") is null)
        {
            problems.Error(path, "The trigger has no 'name'.");
        }

        if (reader.Text("workflow") is { } workflow && workflow != definition.Id) reader.Error("workflow", $"has to be '{definition.Id}', or left out: a definition carries its own triggers.");
        CheckType(reader, path, problems);
        CheckInputs(reader, definition);
    }

    private static void CheckType(ObjectReader reader, string path, ProblemList problems)
    {
        var type = reader.Text("type");
        if (type is null) problems.Error(path, $"The trigger has no 'type': one of {string.Join(", ", TriggerTypes)}.");
        else if (!TriggerTypes.Contains(type)) reader.Error("type", $"'{type}' is not known; types are {string.Join(", ", TriggerTypes)}{Suggestion.For(type, TriggerTypes)}");
        if (type is not "schedule") return;
        var kinds = ScheduleKinds.Count(kind => reader.Take(kind) is not null);
        if (kinds is not 1) problems.Error(path, "A schedule has exactly one of 'cron', 'every' and 'at'.");
        if (reader.Text("cron") is { } cron && TextFormats.Check(Formats.Cron, cron) is { } misfit) reader.Error("cron", misfit + ".");
        reader.Duration("every");
    }

    private static void CheckInputs(ObjectReader reader, WorkflowDefinition definition)
    {
        if (reader.Take("inputs") is not { } inputs) return;
        if (inputs.ValueKind is not JsonValueKind.Object)
        {
            reader.Error("inputs", "has to be an object.");
            return;
        }

        var known = definition.Inputs.Select(input => input.Name).ToList();
        foreach (var input in inputs.EnumerateObject().Where(input => !known.Contains(input.Name)))
            reader.Error("inputs", $"The workflow has no input '{input.Name}'{Suggestion.For(input.Name, known)}");
    }
}
