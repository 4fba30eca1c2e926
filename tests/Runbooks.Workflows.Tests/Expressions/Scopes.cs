using System.Collections.Immutable;
using System.Text.Json;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Workflows.Tests.Expressions;

/// <summary>Scopes for tests, and JSON by its text.</summary>
internal static class Scopes
{
    public static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static JsonElement Json(string text) => JsonElement.Parse(text);

    public static ExpressionScope Of(
        string inputs = "{}",
        (string Id, StepView View)[]? steps = null,
        (string Name, string Value)[]? variables = null,
        string? item = null,
        int? index = null) => new(
        Json(inputs),
        (steps ?? []).ToImmutableDictionary(step => step.Id, step => step.View),
        (variables ?? []).ToImmutableDictionary(variable => variable.Name, variable => Json(variable.Value)),
        item is null ? null : Json(item),
        index,
        new RunView("run-1", "demo", 3, null, At),
        At);

    public static StepView Done(string output) => new("completed", "done", Json(output), null, null);

    public static readonly StepView Skipped = new("skipped", null, null, null, null);

    public static readonly ExpressionScope Demo = Of(
        """{ "cpuBelow": 0.2, "names": ["a", "b"], "mail": null, "memory": 17179869184, "text": "hi" }""",
        [
            ("find", Done("""{ "vms": [ { "id": "1", "name": "web-01", "tags": { "env": "test" } }, { "id": "2", "name": "web-02", "tags": {} } ] }""")),
            ("power-off", new StepView("failed", "failed", null, "platform.busy", "The host is busy.")),
            ("never", Skipped),
        ],
        [("count", "3")]);

    /// <summary>The string evaluated, as JSON text; null for undefined.</summary>
    public static string? Evaluate(string template, ExpressionScope? scope = null)
    {
        var value = Template.Evaluate(JsonSerializer.SerializeToElement(template), scope ?? Demo);
        return value.ValueKind is JsonValueKind.Undefined ? null : value.GetRawText();
    }
}
