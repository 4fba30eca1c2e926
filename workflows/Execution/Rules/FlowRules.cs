using System.Text.Json;
using Runbooks.Activities;
using Runbooks.Workflows.Execution.Events;

namespace Runbooks.Workflows.Execution.Rules;

/// <summary>Flow steps: those that the interpreter itself carries out.</summary>
internal static class FlowRules
{
    public static void Start(Deciding deciding, CompiledStep step, string path, JsonElement input)
    {
        switch (step.Definition.Activity)
        {
            case "flow.if":
                Exit(deciding, step, path, input, Truthy(input, "condition") ? "true" : "false");
                break;
            case "flow.switch":
                Exit(deciding, step, path, input, Case(input));
                break;
            case "flow.set-variable":
                SetVariable(deciding, step, path, input);
                break;
            case "flow.script":
                Begin(deciding, step, path, input, null, UnitsBegin.Now);
                break;
            case "flow.fail" or "flow.stop":
                End(deciding, step, path, input);
                break;
            default:
                StartLasting(deciding, step, path, input);
                break;
        }
    }

    /// <summary>Reads a duration input.</summary>
    public static TimeSpan? ReadDuration(JsonElement input, string name) =>
        StepInput.Text(input, name) is { } text && Duration.TryParse(text, out var duration) ? duration : null;

    public static bool Truthy(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.Number => value.GetDouble() != 0,
        JsonValueKind.String => value.GetString()!.Length > 0,
        JsonValueKind.Array or JsonValueKind.Object => true,
        _ => false,
    };

    /// <summary>Steps that take time or hold others.</summary>
    private static void StartLasting(Deciding deciding, CompiledStep step, string path, JsonElement input)
    {
        var limit = step.Definition.Timeout ?? ReadDuration(input, "timeout");
        switch (step.Definition.Activity)
        {
            case "flow.delay":
                Begin(deciding, step, path, input, deciding.Now + (ReadDuration(input, "for") ?? TimeSpan.Zero));
                break;
            case "flow.wait-for-signal" or "flow.repeat":
                Begin(deciding, step, path, input, deciding.Now + limit);
                break;
            case "flow.approve":
                Begin(deciding, step, path, input, null);
                WaitRules.AskByStep(deciding, path, input);
                break;
            case "flow.for-each":
                ForEachRules.Start(deciding, step, path, input, deciding.Now + limit);
                break;
            case "flow.scope":
                HoldRules.Start(deciding, step, path, input, deciding.Now + limit);
                break;
            case "flow.run-workflow":
                Begin(deciding, step, path, input, null);
                break;
            default:
                Begin(deciding, step, path, input, null);
                StepRules.Fail(deciding, path, new RunError("activity.unknown", $"This server knows no flow step '{step.Definition.Activity}'."));
                break;
        }
    }

    public static void Begin(
        Deciding deciding, CompiledStep step, string path, JsonElement input, DateTimeOffset? due, UnitsBegin units = UnitsBegin.None) =>
        deciding.Emit(new StepStarted(path, step.Definition.Activity, input, due, units));

    private static void Exit(Deciding deciding, CompiledStep step, string path, JsonElement input, string outcome)
    {
        Begin(deciding, step, path, input, null);
        StepRules.Settle(deciding, path, Settled.Completed, outcome, null, null);
    }

    private static void SetVariable(Deciding deciding, CompiledStep step, string path, JsonElement input)
    {
        Begin(deciding, step, path, input, null);
        var value = input.TryGetProperty("value", out var given) ? given : JsonSerializer.SerializeToElement<object?>(null);
        deciding.Emit(new VariableSet(StepInput.Text(input, "name") ?? step.Definition.Id, value));
        StepRules.Settle(deciding, path, Settled.Completed, Outcomes.Done, null, null);
    }

    private static void End(Deciding deciding, CompiledStep step, string path, JsonElement input)
    {
        Begin(deciding, step, path, input, null);
        var frame = deciding.State.Steps[path].Frame;
        var message = StepInput.Text(input, "message") ?? $"The step '{path}' says so.";
        var error = step.Definition.Activity == "flow.fail" ? new RunError("flow.fail", message) : null;
        deciding.Emit(new StepSettled(path, error is null ? Settled.Completed : Settled.Failed, null, null, error));
        EndingRules.Begin(deciding, frame, error is null ? EndingCause.Stopped : EndingCause.Failed, error);
    }

    /// <summary>The outcome that a switch takes.</summary>
    public static string Case(JsonElement input)
    {
        var value = input.TryGetProperty("value", out var given) ? AsText(given) : null;
        if (!input.TryGetProperty("cases", out var cases)) return "default";
        var names = cases.ValueKind switch
        {
            JsonValueKind.Array => cases.EnumerateArray().Select(AsText),
            JsonValueKind.Object => cases.EnumerateObject().Where(c => AsText(c.Value) == value).Select(c => c.Name).Take(1),
            _ => [],
        };
        if (cases.ValueKind == JsonValueKind.Object) return names.FirstOrDefault() ?? "default";
        return names.FirstOrDefault(n => n == value) ?? "default";
    }

    private static string? AsText(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();

    public static bool Truthy(JsonElement input, string name) => input.TryGetProperty(name, out var value) && Truthy(value);
}
