using System.Text.Json;
using System.Text.RegularExpressions;
using Runbooks.Activities.Catalogue;
using Runbooks.Workflows.Definitions.Reading;
using Runbooks.Workflows.Flow;

namespace Runbooks.Workflows.Definitions.Validation;

/// <summary>Checks what a step says beside its input.</summary>
internal static partial class StepChecks
{
    public static void Check(StepDefinition step, ActivityDescriptor activity, string path, string at, ProblemList problems)
    {
        CheckBody(step, path, at, problems);
        if (FlowSteps.IsFlow(step.Activity)) CheckFlow(step, path, at, problems);
        foreach (var code in step.Retry?.On ?? [])
            if (!ErrorCode().IsMatch(code)) problems.Error($"{path}/retry/on", $"'{code}' is not an error code such as platform.busy.", at);
        if (step.Approval is not null && activity.Effect is Activities.Effect.Read && !FlowSteps.IsFlow(step.Activity))
            problems.Warning($"{path}/approval", $"{step.Activity} only reads; an approval is of use on a step that changes something.", at);
        if (step.Activity is "flow.for-each" && IsParallel(step.With)) RefuseVariables(step.Body, path, at, problems);
    }

    private static void CheckBody(StepDefinition step, string path, string at, ProblemList problems)
    {
        var container = FlowSteps.IsContainer(step.Activity);
        if (container && step.Body is null) problems.Error(path, $"{step.Activity} has to hold 'steps' of its own.", at);
        if (!container && step.Body is not null)
            problems.Error($"{path}/steps", $"{step.Activity} cannot hold steps; flow.for-each, flow.repeat and flow.scope can.", at);
    }

    private static void CheckFlow(StepDefinition step, string path, string at, ProblemList problems)
    {
        if (step.Approval is not null) problems.Error($"{path}/approval", "A gate belongs to the step that acts; to ask in between, use flow.approve.", at);
        if (step.Retry is not null) problems.Error($"{path}/retry", $"{step.Activity} is not tried again; give the retry to the step that may fail.", at);
        if (step.Timeout is not null && step.Activity is not ("flow.for-each" or "flow.repeat" or "flow.scope" or "flow.wait-for-signal" or "flow.script"))
            problems.Warning($"{path}/timeout", $"A time limit does nothing on {step.Activity}.", at);
    }

    private static bool IsParallel(JsonElement with) =>
        with.TryGetProperty("concurrency", out var concurrency)
        && (concurrency.ValueKind is not JsonValueKind.Number || !concurrency.TryGetInt32(out var number) || number > 1);

    /// <summary>Rule 4: iterations side by side would overwrite each other's value in an order that nobody chose.</summary>
    private static void RefuseVariables(FlowBody? body, string path, string at, ProblemList problems)
    {
        foreach (var step in body?.Steps ?? [])
        {
            var inside = $"{path}/steps/{step.Id}";
            if (step.Activity is "flow.set-variable")
                problems.Error(inside, "A variable cannot be set where a for-each handles several items at once; set its concurrency to 1, or read what the for-each gives.", $"{at}/{step.Id}");
            RefuseVariables(step.Body, inside, $"{at}/{step.Id}", problems);
        }
    }

    [GeneratedRegex(@"^[a-z][a-z0-9]*(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*\z")]
    private static partial Regex ErrorCode();
}
