using System.Text.Json;
using Runbooks.Activities.Catalogue;
using Runbooks.Workflows.Definitions.Reading;
using Runbooks.Workflows.Definitions.Schemas;
using Runbooks.Workflows.Expressions;
using Runbooks.Workflows.Flow;

namespace Runbooks.Workflows.Definitions.Validation;

/// <summary>Checks a step's <c>with</c>: against the activity's schema, and the expressions in it.</summary>
internal sealed class WithChecks(WorkflowDefinition definition, ExpressionChecks expressions, ProblemList problems)
{
    /// <param name="after">What is seen when the inside of a container has ended, for the condition of a repeat.</param>
    public void Check(StepDefinition step, ActivityDescriptor activity, string path, string at, Sight sight, Sight after)
    {
        var with = $"{path}/with";
        // Where a whole text is an expression or a script, braces in it are JavaScript's.
        var schema = new SchemaCheck(activity.InputSchema, allowExpressions: true, Say, new SelectorChecks(definition).Check);
        schema.Check(step.With, with);
        foreach (var input in step.With.EnumerateObject())
            CheckInput(step, input, JsonPointer.Append(with, input.Name), at, step.Activity is "flow.repeat" ? after with { Item = false, Index = true } : sight, sight);
        CheckSpecial(step, with, at);

        void Say(string where, string message) =>
            problems.Error(where, $"'{(where.Length > with.Length ? where[(with.Length + 1)..].Replace('/', '.') : "with")}' {message}.", at);
    }

    private void CheckInput(StepDefinition step, JsonProperty input, string path, string at, Sight condition, Sight sight)
    {
        var text = input.Value.ValueKind is JsonValueKind.String ? input.Value.GetString()! : null;
        switch (step.Activity, input.Name)
        {
            case ("flow.script", "script") when text is not null:
                expressions.CheckScript(text, path, sight, at);
                break;
            case ("flow.if", "condition") when text is not null:
                expressions.CheckCondition(text, path, sight, at);
                break;
            case ("flow.repeat", "while") when text is not null:
                expressions.CheckCondition(text, path, condition, at);
                break;
            default:
                expressions.CheckValue(input.Value, path, sight, at);
                break;
        }

        if (Leak(step.Activity, input.Name) is { } leak) SecretLeaks.Check(input.Value, path, at, leak, problems);
    }

    private void CheckApprovers(JsonElement by, string path, string at)
    {
        if (by.ValueKind is JsonValueKind.Array && by.GetArrayLength() is 0) problems.Error(path, "'by' is empty: who may decide, such as role:operator.", at);
        var given = by.ValueKind is JsonValueKind.Array ? by.EnumerateArray().ToArray() : [by];
        foreach (var who in given.Where(who => who.ValueKind is JsonValueKind.String).Select(who => who.GetString()!))
            if (!TemplateText.HasExpressions(who) && !Approvers.IsKnown(who)) problems.Error(path, $"'{who}' has to be written role:operator or user:li.", at);
    }

    private void CheckSpecial(StepDefinition step, string with, string at)
    {
        if (step.Activity is "flow.approve" && step.With.TryGetProperty("by", out var by)) CheckApprovers(by, $"{with}/by", at);
        if (step.Activity is "flow.run-workflow" && step.With.TryGetProperty("workflow", out var called) && called.ValueKind is JsonValueKind.String && called.GetString() == definition.Id)
            problems.Warning($"{with}/workflow", "The workflow runs itself; that ends as an error 8 runs deep.", at);
        if (step.With.TryGetProperty("rings", out var rings) && rings.ValueKind is JsonValueKind.Array)
            foreach (var ring in rings.EnumerateArray().Where(ring => !IsRing(ring)))
                problems.Error($"{with}/rings", $"{ring.GetRawText()} is not a ring; write numbers or shares, such as [1, \"10%\", \"100%\"].", at);
    }

    private static bool IsRing(JsonElement ring) => ring.ValueKind switch
    {
        JsonValueKind.Number => ring.TryGetInt32(out var count) && count > 0,
        JsonValueKind.String when TemplateText.HasExpressions(ring.GetString()!) => true,
        JsonValueKind.String => ring.GetString() is { } text && text.EndsWith('%')
            && double.TryParse(text[..^1], System.Globalization.CultureInfo.InvariantCulture, out var share) && share is > 0 and <= 100,
        _ => false,
    };

    /// <summary>Where a secret would be seen, or where its value is never put in; null where it is at home.</summary>
    private static string? Leak(string activity, string input) => (activity, input) switch
    {
        _ when FlowSteps.IsFlow(activity) => $"'{input}' of {activity}, where its value is never put in",
        (_, "subject" or "body" or "message" or "name" or "userData" or "description") when activity is not ("http.request" or "message.webhook") =>
            $"'{input}', where everybody who gets or sees it reads it",
        (_, "url") => "'url', which is written to logs on the way",
        _ => null,
    };
}
