using System.Collections.Immutable;
using System.Text.Json;
using Runbooks.Activities;
using Runbooks.Workflows.Definitions;
using Runbooks.Workflows.Execution;

namespace Runbooks.Workflows.Tests.Execution;

/// <summary>Workflows in a line: <c>Flow.Of("a: noop", "b: noop", "a -> b")</c>.</summary>
internal static class Flow
{
    public static readonly ImmutableArray<ActivityTraits> Activities =
    [
        new("noop", Effect.Read, false, ["done"], []),
        new("find", Effect.Read, false, ["found", "none"], []),
        new("vm.change", Effect.Change, true, ["done"], []),
        new("vm.look", Effect.Read, true, ["done"], []),
    ];

    public static CompiledWorkflow Of(params string[] lines) => Of(RunPolicy.Default, lines);

    public static CompiledWorkflow Of(RunPolicy policy, params string[] lines) => Compile(policy, Body(lines));

    public static CompiledWorkflow Compile(RunPolicy policy, FlowBody body) => CompiledWorkflow.Compile(
        new WorkflowDefinition { Id = "test", Policy = policy, Body = body }, 1, Traits);

    public static FlowBody Body(params string[] lines) => new(
        [.. lines.Where(l => !l.Contains("->", StringComparison.Ordinal)).Select(ReadStep)],
        [.. lines.Where(l => l.Contains("->", StringComparison.Ordinal)).Select(ReadTransition)]);

    /// <summary><c>id: activity {json}</c>, and <c>any</c> before the id for a join of any.</summary>
    public static StepDefinition ReadStep(string line)
    {
        var any = line.StartsWith("any ", StringComparison.Ordinal);
        var text = any ? line[4..] : line;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var rest = text[(colon + 1)..].Trim();
        var brace = rest.IndexOf('{', StringComparison.Ordinal);
        return new StepDefinition
        {
            Id = text[..colon].Trim(),
            Activity = (brace < 0 ? rest : rest[..brace]).Trim(),
            With = Json(brace < 0 ? "{}" : rest[brace..]),
            Join = any ? JoinMode.Any : JoinMode.All,
        };
    }

    public static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement.Clone();

    public static Target Vm(string name, string? cluster = null) => new($"sim:{name}", name, TargetKind.Vm, "sim", cluster);

    private static Transition ReadTransition(string line)
    {
        var parts = line.Split("->", StringSplitOptions.TrimEntries);
        var from = parts[0].Split('.');
        return new Transition(from[0], from.Length > 1 ? from[1] : null, parts[1]);
    }

    public static ActivityTraits? Traits(string name) => Activities.FirstOrDefault(a => a.Name == name)
        ?? (name.StartsWith("flow.", StringComparison.Ordinal) ? new(name, Effect.Read, false, [], []) : null);
}
