using System.Collections.Immutable;
using System.Text.Json;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Workflows.Definitions.Reading;

/// <summary>Reads steps and transitions, of the workflow and of containers.</summary>
internal sealed class StepMapper(ProblemList problems)
{
    private static readonly JsonElement NoInput = JsonElement.Parse("{}");

    /// <param name="step">The container's path; null for the workflow itself.</param>
    public FlowBody MapBody(ObjectReader owner, string? step)
    {
        var steps = owner.Take("steps");
        var transitions = new TransitionMapper(problems).Map(owner, step);
        if (steps is not { } value)
        {
            problems.Error(owner.Path, "There are no 'steps'.", step);
            return new FlowBody([], transitions);
        }

        return new FlowBody(MapSteps(value, JsonPointer.Append(owner.Path, "steps"), step), transitions);
    }

    private ImmutableArray<StepDefinition> MapSteps(JsonElement steps, string path, string? container)
    {
        if (ObjectReader.Of(steps, path, problems, "'steps'", container) is null) return [];
        var mapped = ImmutableArray.CreateBuilder<StepDefinition>();
        foreach (var property in steps.EnumerateObject())
        {
            var step = container is null ? property.Name : $"{container}/{property.Name}";
            if (ObjectReader.Of(property.Value, JsonPointer.Append(path, property.Name), problems, $"The step '{property.Name}'", step) is { } reader)
                mapped.Add(MapStep(property.Name, reader, step));
        }

        if (mapped.Count is 0 && steps.EnumerateObject().All(_ => false)) problems.Error(path, "There has to be at least one step.", container);
        return mapped.ToImmutable();
    }

    private StepDefinition MapStep(string id, ObjectReader reader, string step)
    {
        var mapped = new StepDefinition
        {
            Id = id,
            Activity = ReadActivity(reader),
            Name = reader.Text("name"),
            With = ReadWith(reader),
            Approval = ReadApproval(reader),
            Retry = ReadRetry(reader),
            Timeout = reader.Duration("timeout"),
            Join = reader.Choice("join", ("all", JoinMode.All), ("any", JoinMode.Any)) ?? JoinMode.All,
            Body = reader.Take("steps") is not null || reader.Take("transitions") is not null ? MapBody(reader, step) : null,
        };
        foreach (var carried in (string[])["description", "layout", "notes"]) reader.Take(carried);
        reader.Finish();
        return mapped;
    }

    private static string ReadActivity(ObjectReader reader)
    {
        var activity = reader.Text("activity");
        if (activity is null && reader.Take("activity") is null)
            reader.Problems.Error(reader.Path, "The step has no 'activity', such as vm.power-off.", reader.Step);
        return activity ?? "";
    }

    private static JsonElement ReadWith(ObjectReader reader)
    {
        if (reader.Take("with") is not { } with) return NoInput;
        if (with.ValueKind is JsonValueKind.Object) return with;
        reader.Error("with", $"has to be an object with the activity's inputs, not {ObjectReader.Kind(with)}.");
        return NoInput;
    }

    private static ApprovalGate? ReadApproval(ObjectReader reader)
    {
        if (reader.Object("approval") is not { } approval) return null;
        var by = approval.Texts("by");
        if (by.IsEmpty && approval.Take("by") is null) approval.Error("by", "is missing: who may decide, such as role:operator.");
        foreach (var who in by.Where(who => !Approvers.IsKnown(who))) approval.Error("by", $"'{who}' has to be written role:operator or user:li.");
        var gate = new ApprovalGate(by, approval.Duration("expires"));
        approval.Finish();
        return gate;
    }

    private static RetryPolicy? ReadRetry(ObjectReader reader)
    {
        if (reader.Object("retry") is not { } retry) return null;
        var policy = new RetryPolicy(
            retry.Integer("attempts", 1, 100) ?? 3,
            retry.Choice("backoff", ("constant", Backoff.Constant), ("linear", Backoff.Linear), ("exponential", Backoff.Exponential)) ?? Backoff.Exponential,
            retry.Duration("first") ?? TimeSpan.FromSeconds(5),
            retry.Duration("max") ?? TimeSpan.FromMinutes(5),
            retry.Texts("on"));
        if (policy.Max < policy.First) retry.Error("max", "is shorter than 'first' (5 s where it is not given).");
        retry.Finish();
        return policy;
    }
}
