using System.Collections.Immutable;
using CsCheck;
using Runbooks.Workflows.Definitions;
using Runbooks.Workflows.Definitions.Validation;
using Runbooks.Workflows.Tests.Flow;

namespace Runbooks.Workflows.Tests.Definitions.Validation;

public sealed class DefinitionValidatorTests
{
    private static readonly DefinitionValidator Validator = new(Catalogues.All);

    private static ImmutableArray<Problem> Validate(string yaml) => Validator.Validate(DefinitionReader.Read(yaml, DocumentFormat.Yaml));

    [Fact]
    public void Validate_Example_HasNoProblem() => Assert.Empty(Validate(Documents.Example));

    /// <summary>Steps that are wrong in one way each. The first step of a document is on line 3.</summary>
    [Theory]
    [InlineData("a: { activity: vm.powr-off, with: { targets: x } }", "/steps/a/activity", 3, "did you mean 'vm.power-off'?")]
    [InlineData("a: { activity: vm.power-off }", "/steps/a/with/targets", 3, "'targets' is missing")]
    [InlineData("a: { activity: vm.power-off, with: { targets: x, mod: hard } }", "/steps/a/with/mod", 3, "did you mean 'mode'?")]
    [InlineData("a: { activity: vm.power-off, with: { targets: x, mode: soft } }", "/steps/a/with/mode", 3, "one of 'graceful', 'hard'")]
    [InlineData("a: { activity: vm.power-off, with: { targets: x, grace: soon } }", "/steps/a/with/grace", 3, "not a duration")]
    [InlineData("a: { activity: vm.power-off, with: { targets: x, force: 'yes' } }", "/steps/a/with/force", 3, "true or false")]
    [InlineData("a: { activity: vm.power-off, with: { targets: x, concurrency: 5000 } }", "/steps/a/with/concurrency", 3, "at most 1000")]
    [InlineData("a: { activity: vm.power-off, with: { targets: x, concurrency: 'about ${ inputs.n }' } }", "/steps/a/with/concurrency", 3, "makes it a text")]
    [InlineData("a: { activity: vm.power-off, with: { targets: x, rings: [1, some] } }", "/steps/a/with/rings", 3, "not a ring")]
    [InlineData("a: { activity: fleet.find-vms, with: { where: \"tags.env = 'x'\" } }", "/steps/a/with/where", 3, "not a selector")]
    [InlineData("a: { activity: fleet.find-vms, with: { where: 'cpus > inputs.nn' } }", "/steps/a/with/where", 3, "reads inputs.nn")]
    [InlineData("a: { activity: fleet.find-vms, with: { where: 'cpus > inputs.text' } }", "/steps/a/with/where", 3, "does not fit the type")]
    [InlineData("a: { activity: message.email, with: { to: nobody, subject: x } }", "/steps/a/with/to", 3, "e-mail")]
    [InlineData("a: { activity: flow.delay, with: { for: '${ inputs.nn }' } }", "/steps/a/with/for", 3, "no input 'nn'; did you mean 'n'?")]
    [InlineData("a: { activity: flow.delay, with: { for: '${ 1 + }' } }", "/steps/a/with/for", 3, "cannot be read")]
    [InlineData("a: { activity: flow.delay, with: { for: '${ steps.b.output }' } }", "/steps/a/with/for", 3, "no step 'b'")]
    [InlineData("a: { activity: flow.delay, with: { for: '${ steps.a.output }' } }", "/steps/a/with/for", 3, "this step itself")]
    [InlineData("a: { activity: flow.delay, with: { for: '${ vars.x }' } }", "/steps/a/with/for", 3, "No step sets the variable 'x'")]
    [InlineData("a: { activity: flow.delay, with: { for: '${ item }' } }", "/steps/a/with/for", 3, "only inside a flow.for-each")]
    [InlineData("a: { activity: flow.if, with: { condition: 'steps.zz.output.n > 1' } }", "/steps/a/with/condition", 3, "no step 'zz'")]
    [InlineData("a: { activity: flow.script, with: { script: 'return {' } }", "/steps/a/with/script", 3, "cannot be read")]
    [InlineData("a: { activity: flow.approve, with: { by: [li] } }", "/steps/a/with/by", 3, "role:operator")]
    [InlineData("a: { activity: flow.approve, with: { by: li } }", "/steps/a/with/by", 3, "role:operator")]
    [InlineData("a: { activity: flow.approve, with: { by: [] } }", "/steps/a/with/by", 3, "who may decide")]
    [InlineData("a: { activity: flow.approve, with: { by: 7 } }", "/steps/a/with/by", 3, "a list or a text")]
    [InlineData("a: { activity: flow.for-each, with: { items: [] } }", "/steps/a", 3, "has to hold 'steps'")]
    [InlineData("a: { activity: flow.delay, with: { for: 5s }, steps: { b: { activity: flow.stop } } }", "/steps/a/steps", 3, "cannot hold steps")]
    [InlineData("a: { activity: flow.delay, with: { for: 5s }, retry: { attempts: 2 } }", "/steps/a/retry", 3, "not tried again")]
    [InlineData("a: { activity: flow.delay, with: { for: 5s }, approval: { by: 'role:x' } }", "/steps/a/approval", 3, "use flow.approve")]
    [InlineData("a: { activity: vm.power-on, with: { targets: x }, retry: { on: ['Platform Busy'] } }", "/steps/a/retry/on", 3, "not an error code")]
    [InlineData("A: { activity: flow.stop }", "/steps/A", 3, "small letter")]
    [InlineData("'1': { activity: flow.stop }", "/steps/1", 3, "small letter")]
    public void Validate_BrokenStep_SaysWhereAndWhat(string step, string path, int line, string message)
    {
        var problems = Validate($"id: x\nsteps:\n  {step}\ninputs:\n  n: {{ type: integer }}\n  text: {{ type: boolean }}");

        AssertProblem(problems, Severity.Error, path, line, message);
    }

    [Fact]
    [Trait("Rule", "Forcing is agreed to in each run")]
    public void Validate_ForcingByTheDefinition_WarnsThatTriggersDoNot()
    {
        AssertProblem(Validate(Forcing("force: true")), Severity.Warning, "/steps/a/with/force", 3, "as nobody agrees to it");
        Assert.Empty(Validate(Forcing("force: true", ", approval: { by: 'role:operator' }")));
        Assert.Empty(Validate(Forcing("force: '${ inputs.asked }'")));
    }

    private static string Forcing(string force, string more = "") =>
        $"id: x\nsteps:\n  a: {{ activity: vm.power-off, with: {{ targets: x, {force} }}{more} }}\ninputs:\n  asked: {{ type: boolean, default: false }}";

    [Theory]
    [InlineData("[a -> c]", "/transitions/0", "no step 'c'")]
    [InlineData("[a.don -> b]", "/transitions/0", "did you mean 'done'?")]
    [InlineData("[a -> b, b -> a]", "/transitions", "circle: a -> b -> a")]
    [InlineData("[a -> a]", "/transitions", "circle: a -> a")]
    [InlineData("[end -> a]", "/transitions/0", "Nothing can follow 'end'")]
    [InlineData("[a -> deep]", "/transitions/0", "it is inside 'all'")]
    [InlineData("[pick.green -> a]", "/transitions/0", "no outcome 'green'; it has red, blue, default, failed")]
    public void Validate_BrokenTransition_SaysWhereAndWhat(string transitions, string path, string message)
    {
        var problems = Validate(
            $$"""
            id: x
            transitions: {{transitions}}
            steps:
              a: { activity: flow.delay, with: { for: 5s } }
              b: { activity: flow.delay, with: { for: 5s } }
              end: { activity: flow.fail }
              pick: { activity: flow.switch, with: { value: x, cases: [red, blue] } }
              all: { activity: flow.scope, steps: { deep: { activity: flow.stop } } }
            """);

        AssertProblem(problems, Severity.Error, path, 2, message);
    }

    [Theory]
    [InlineData("later: { activity: flow.delay, with: { for: '${ steps.other.output }' } }\n  other: { activity: flow.stop }", Severity.Error, "is not before this step")]
    [InlineData("a: { activity: fleet.find-vms }\n  b: { activity: vm.power-on, with: { targets: '${ steps.a.vms }' } }\ntransitions: [a -> b]", Severity.Error, "did you mean steps.a.output.vms?")]
    [InlineData("a: { activity: fleet.find-vms }\n  b: { activity: vm.power-on, with: { targets: '${ steps.a.output.vmz }' } }\ntransitions: [a -> b]", Severity.Warning, "did you mean 'vms'?")]
    [InlineData("a-b: { activity: fleet.find-vms }\n  b: { activity: vm.power-on, with: { targets: '${ steps.a-b.output.vms }' } }\ntransitions: [a-b -> b]", Severity.Error, "Write steps['a-b']")]
    [InlineData("a: { activity: flow.stop }\n  b: { activity: flow.stop }", Severity.Warning, "starts at once, beside the others")]
    [InlineData("a: { activity: flow.if, with: { condition: 'true' } }\n  b: { activity: flow.stop }\ntransitions: [a -> b]", Severity.Warning, "write a.true -> b")]
    [InlineData("a: { activity: flow.if, with: { condition: 'true' } }\n  b: { activity: flow.stop, join: any }\ntransitions: [a.true -> b]", Severity.Warning, "does nothing")]
    [InlineData("a: { activity: flow.for-each, with: { items: [1], concurrency: 2 }, steps: { b: { activity: flow.set-variable, with: { name: x, value: 1 } } } }", Severity.Error, "several items at once")]
    [InlineData("a: { activity: flow.for-each, with: { items: [1] }, steps: { b: { activity: flow.repeat, steps: { c: { activity: flow.set-variable, with: { name: x, value: '${ item }' } } } } } }", Severity.Error, "'item' is there only")]
    [InlineData("a: { activity: flow.scope, steps: { b: { activity: flow.delay, with: { for: 1s } } } }\noutputs: { x: '${ steps.b.output }' }", Severity.Error, "is inside 'a'")]
    [InlineData("a: { activity: flow.stop }\noutputs: { x: '${ secrets.s }' }", Severity.Warning, "The secret 's' stands in an output")]
    [InlineData("a: { activity: flow.set-variable, with: { name: x, value: '${ secrets.s }' } }", Severity.Warning, "never put in")]
    [InlineData("a: { activity: flow.stop }\npolicy: { concurrency: { whenBusy: skip } }", Severity.Warning, "does nothing without 'max'")]
    [InlineData("a: { activity: flow.stop }\ntriggers: [{ name: t, type: shedule }]", Severity.Error, "did you mean 'schedule'?")]
    [InlineData("a: { activity: flow.stop }\ntriggers: [{ name: t, type: schedule, cron: 'never' }]", Severity.Error, "not a cron expression")]
    [InlineData("a: { activity: flow.stop }\ntriggers: [{ name: t, type: schedule }]", Severity.Error, "exactly one of")]
    [InlineData("a: { activity: flow.stop }\ninputs: { i: { type: nummer } }", Severity.Error, "did you mean 'number'?")]
    [InlineData("a: { activity: flow.stop }\ninputs: { i: { type: number, minium: 1 } }", Severity.Error, "did you mean 'minimum'?")]
    [InlineData("a: { activity: flow.stop }\ninputs: { i: { type: number, default: x } }", Severity.Error, "The default does not fit")]
    [InlineData("a: { activity: flow.stop }\ninputs: { i: { type: number, minimum: 2, maximum: 1 } }", Severity.Error, "nothing fits")]
    [InlineData("a: { activity: flow.stop }\ninputs: { i: { type: string, pattern: '(' } }", Severity.Error, "not a regular expression")]
    public void Validate_Doubtful_SaysSo(string rest, Severity severity, string message) =>
        Assert.Contains(Validate("id: x\nsteps:\n  " + rest), problem => problem.Severity == severity && problem.Message.Contains(message, StringComparison.Ordinal) && problem.Line > 1);

    [Fact]
    public void Validate_Containers_SeeWhatTheyMay() => Assert.Empty(Validate(
        """
        id: each
        inputs: { names: { type: array, items: { type: string } }, prefix: { type: string } }
        steps:
          find: { activity: fleet.find-vms, with: { where: "name.startsWith(inputs.prefix)" } }
          all:
            activity: flow.for-each
            with: { items: "${ steps.find.output.vms }", concurrency: 2 }
            steps:
              on: { activity: vm.power-on, with: { targets: ["${ item.id }"] } }
              again:
                activity: flow.repeat
                with: { while: "index == 0 || steps.check.output.status != 200", limit: 5 }
                steps:
                  check: { activity: http.request, with: { url: "http://x/${ steps.on.output.succeeded.length }/${ index }" } }
            transitions: [on -> again]
          done: { activity: flow.script, with: { script: "return `${ steps.all.output.failed.length } of ${ inputs.names.length }`;" } }
        transitions: [find.found -> all, all -> done, all.failed -> done]
        outputs: { text: "${ steps.done.output }" }
        triggers: [{ name: nightly, type: schedule, cron: "0 2 * * *", inputs: { names: [a] } }]
        """));

    [Fact]
    public void Validate_AnyText_NeverThrows() => Gen.OneOf(Documents.Damaged, Documents.Text).Sample(
        text => Validator.Validate(DefinitionReader.Read(text, DocumentFormat.Yaml)), iter: 3_000);

    [Fact]
    public void Validate_AnyStepsAndInputs_NeverThrows() => Gen.Select(Documents.Value(3), Documents.Value(2), Documents.Value(2)).Sample(
        (with, input, rest) =>
        {
            var document = new System.Text.Json.Nodes.JsonObject
            {
                ["id"] = "x",
                ["inputs"] = new System.Text.Json.Nodes.JsonObject { ["i"] = input?.DeepClone() },
                ["steps"] = new System.Text.Json.Nodes.JsonObject
                {
                    ["a"] = new System.Text.Json.Nodes.JsonObject { ["activity"] = "vm.power-off", ["with"] = with?.DeepClone(), ["approval"] = rest?.DeepClone() },
                    ["b"] = new System.Text.Json.Nodes.JsonObject { ["activity"] = "flow.switch", ["with"] = new System.Text.Json.Nodes.JsonObject { ["cases"] = with?.DeepClone() } },
                },
                ["transitions"] = new System.Text.Json.Nodes.JsonArray("b.x -> a"),
                ["triggers"] = rest?.DeepClone(),
                ["outputs"] = rest?.DeepClone(),
            };
            Validator.Validate(DefinitionReader.Read(document.ToJsonString(), DocumentFormat.Json));
        },
        iter: 3_000);

    private static void AssertProblem(ImmutableArray<Problem> problems, Severity severity, string path, int line, string message) => Assert.True(
        problems.Any(problem => problem.Severity == severity && problem.Path == path && problem.Line == line && problem.Message.Contains(message, StringComparison.Ordinal)),
        string.Join('\n', problems));
}
