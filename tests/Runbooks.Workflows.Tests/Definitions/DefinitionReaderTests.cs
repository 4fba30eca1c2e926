using CsCheck;
using Runbooks.Workflows.Definitions;

namespace Runbooks.Workflows.Tests.Definitions;

public sealed class DefinitionReaderTests
{
    private static readonly DefinitionReading Example = DefinitionReader.Read(Documents.Example, DocumentFormat.Yaml);

    [Fact]
    public void Read_Example_GivesTheWorkflow()
    {
        Assert.Empty(Example.Problems);
        var workflow = Example.Definition!;
        Assert.Equal("power-off-idle-test-vms", workflow.Id);
        Assert.Equal(["cpuBelow", "lookback", "mail"], workflow.Inputs.Select(input => input.Name));
        Assert.Equal([false, false, false], workflow.Inputs.Select(input => input.Required));
        Assert.Equal("""{"type":"string","format":"duration"}""", workflow.Inputs[1].Schema.GetRawText());
        Assert.Equal(new RunPolicy { MaxConcurrent = 1, WhenBusy = WhenBusy.Skip, Timeout = TimeSpan.FromHours(2), Limits = new RunLimits(20, 0.25) }, workflow.Policy);
        Assert.Equal([new Transition("find", "found", "off"), new Transition("off", null, "tell"), new Transition("off", "failed", "tell")], workflow.Body.Transitions);
    }

    [Fact]
    public void Read_Example_GivesTheStep()
    {
        var step = Example.Definition!.Body.Steps.Single(step => step.Id is "off");

        Assert.Equal("vm.power-off", step.Activity);
        Assert.Equal(["role:operator"], step.Approval!.By);
        Assert.Equal(TimeSpan.FromHours(1), step.Approval.Expires);
        Assert.Equal((3, Backoff.Exponential, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1)), (step.Retry!.Attempts, step.Retry.Backoff, step.Retry.First, step.Retry.Max));
        Assert.Equal(["platform.busy"], step.Retry.On);
        Assert.Equal(TimeSpan.FromMinutes(10), step.Timeout);
        Assert.Null(step.Body);
    }

    [Fact]
    public void Read_Example_KeepsTheDesignersData()
    {
        Assert.Equal("[240,0]", Example.Document!.Value.GetProperty("layout").GetProperty("off").GetRawText());
        Assert.Equal("remember", Example.Document.Value.GetProperty("notes").GetString());
    }

    [Fact]
    public void Read_Container_HasABody()
    {
        var reading = DefinitionReader.Read(
            """
            id: each
            steps:
              all:
                activity: flow.for-each
                with: { items: [1, 2] }
                steps:
                  one: { activity: flow.delay, with: { for: 5s } }
                  two: { activity: flow.delay, with: { for: 5s } }
                transitions: [one -> two]
            """,
            DocumentFormat.Yaml);

        Assert.Empty(reading.Problems);
        var body = reading.Definition!.Body.Steps.Single().Body!;
        Assert.Equal(["one", "two"], body.Steps.Select(step => step.Id));
        Assert.Equal([new Transition("one", null, "two")], body.Transitions);
    }

    [Theory]
    [InlineData("yes", "\"yes\"")]
    [InlineData("on", "\"on\"")]
    [InlineData("2026-01-01", "\"2026-01-01\"")]
    [InlineData("1_000", "\"1_000\"")]
    [InlineData("12:30", "\"12:30\"")]
    [InlineData("True", "true")]
    [InlineData("~", "null")]
    [InlineData("", "null")]
    [InlineData("007", "7")]
    [InlineData("+1.50", "1.50")]
    [InlineData(".5", "0.5")]
    [InlineData("5.", "5")]
    [InlineData("-0.0", "-0.0")]
    [InlineData("1e3", "1e3")]
    [InlineData("0x1F", "31")]
    [InlineData("0o17", "15")]
    [InlineData("!!str 1", "\"1\"")]
    [InlineData("'1'", "\"1\"")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    public void Read_YamlScalar_FollowsTheCoreSchema(string yaml, string json)
    {
        var reading = DefinitionReader.Read($"notes: {yaml}", DocumentFormat.Yaml);

        Assert.Equal(json, reading.Document!.Value.GetProperty("notes").GetRawText());
    }

    [Fact]
    public void Read_Alias_IsWrittenOut()
    {
        var reading = DefinitionReader.Read("notes: &n { a: [1] }\nlayout: { b: *n, c: *n }", DocumentFormat.Yaml);

        Assert.Equal("""{"b":{"a":[1]},"c":{"a":[1]}}""", reading.Document!.Value.GetProperty("layout").GetRawText());
    }

    [Fact]
    public void Read_BillionLaughs_IsAnError()
    {
        var lines = Enumerable.Range(1, 30).Select(n => $"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]");

        var reading = DefinitionReader.Read("a0: &a0 lol\n" + string.Join('\n', lines), DocumentFormat.Yaml);

        Assert.Contains("too large", Assert.Single(reading.Problems).Message, StringComparison.Ordinal);
    }

    /// <summary>Broken documents: what is said, and where.</summary>
    [Theory]
    [InlineData("", "", 1, "empty")]
    [InlineData("- a", "", 1, "has to be an object")]
    [InlineData("id: a\nid: b", "", 2, "twice")]
    [InlineData("id: a\nsteps: [", "", 2, "not YAML")]
    [InlineData("id: a\n\tb: c", "", 1, "not YAML")]
    [InlineData("a: *b", "", 1, "no anchor")]
    [InlineData("a: !!binary aGk=", "", 1, "tag")]
    [InlineData("a: .nan", "", 1, "not a number that JSON knows")]
    [InlineData("a: 1\n---\nb: 2", "", 2, "more than one document")]
    [InlineData("? [a]\n: 1", "", 1, "plain text")]
    [InlineData("id: a\nstep:\n  x: 1", "/step", 2, "did you mean 'steps'?")]
    [InlineData("id: a b\nsteps: { a: { activity: b } }", "/id", 1, "small letters")]
    [InlineData("steps: { a: { activity: b } }", "", 1, "no 'id'")]
    [InlineData("id: a", "", 1, "no 'steps'")]
    [InlineData("id: a\nsteps: {}", "/steps", 2, "at least one")]
    [InlineData("id: a\nsteps:\n  - b", "/steps", 2, "not a list")]
    [InlineData("id: a\nsteps:\n  b: c", "/steps/b", 3, "not a text")]
    [InlineData("id: a\nsteps:\n  b:\n    with: {}", "/steps/b", 3, "no 'activity'")]
    [InlineData("id: a\nsteps:\n  b:\n    activity: c\n    with: 1", "/steps/b/with", 5, "not a number")]
    [InlineData("id: a\nsteps:\n  b:\n    activity: c\n    timeout: 5 minutes", "/steps/b/timeout", 5, "PT5M")]
    [InlineData("id: a\nsteps:\n  b:\n    activity: c\n    timeout: 99999999999d", "/steps/b/timeout", 5, "PT5M")]
    [InlineData("id: a\nsteps:\n  b:\n    activity: c\n    join: some", "/steps/b/join", 5, "one of all, any")]
    [InlineData("id: a\nsteps:\n  b:\n    activity: c\n    retry:\n      attempts: 0", "/steps/b/retry/attempts", 6, "from 1 to 100")]
    [InlineData("id: a\nsteps:\n  b:\n    activity: c\n    retry: { first: 5m, max: 1s }", "/steps/b/retry/max", 5, "shorter than 'first'")]
    [InlineData("id: a\nsteps:\n  b:\n    activity: c\n    approval: {}", "/steps/b/approval/by", 5, "who may decide")]
    [InlineData("id: a\nsteps:\n  b:\n    activity: c\n    approval: { by: li }", "/steps/b/approval/by", 5, "role:operator")]
    [InlineData("id: a\nsteps:\n  b:\n    activity: c\n    retires: 1", "/steps/b/retires", 5, "not known here")]
    [InlineData("id: a\nsteps: { b: { activity: c } }\ntransitions:\n  - b > c", "/transitions/0", 4, "'step -> step'")]
    [InlineData("id: a\nsteps: { b: { activity: c } }\ntransitions:\n  - { from: b }", "/transitions/0", 4, "'from' and 'to'")]
    [InlineData("id: a\nsteps: { b: { activity: c } }\npolicy:\n  onFailure: rollback", "/policy/onFailure", 4, "did you mean 'roll-back'?")]
    [InlineData("id: a\nsteps: { b: { activity: c } }\npolicy:\n  window: w", "/policy/window", 4, "not available yet")]
    [InlineData("id: a\nsteps: { b: { activity: c } }\npolicy:\n  limits: { targets: 0 }", "/policy/limits/targets", 4, "from 1 to")]
    [InlineData("id: a\nsteps: { b: { activity: c } }\npolicy:\n  limits: { shareOfCluster: 20 }", "/policy/limits/shareOfCluster", 4, "a share")]
    [InlineData("id: a\nsteps: { b: { activity: c } }\npolicy:\n  concurrency: { whenBusy: Skip }", "/policy/concurrency/whenBusy", 4, "did you mean 'skip'?")]
    [InlineData("id: a\napiVersion: v2\nsteps: { b: { activity: c } }", "/apiVersion", 2, "runbooks/v1")]
    [InlineData("id: a\nsteps: { b: { activity: c } }\ninputs:\n  a-b: { type: string }", "/inputs/a-b", 4, "letters, digits and _")]
    [InlineData("id: a\nsteps: { b: { activity: c } }\ninputs:\n  x: text", "/inputs/x", 4, "has to be an object")]
    [InlineData("id: a\nsteps: { b: { activity: c } }\noutputs: 5", "/outputs", 3, "name: value")]
    public void Read_BrokenYaml_SaysWhereAndWhat(string yaml, string path, int line, string message)
    {
        var reading = DefinitionReader.Read(yaml, DocumentFormat.Yaml);

        Assert.Contains(reading.Problems, problem => problem.Severity is Severity.Error && problem.Path == path && problem.Line == line
            && problem.Message.Contains(message, StringComparison.Ordinal));
        Assert.Null(reading.Definition);
    }

    [Theory]
    [InlineData("{ \"id\": 1,\n }", 2, "not JSON")]
    [InlineData("{\n  \"a\": 1, \"a\": 2 }", 2, "twice")]
    [InlineData("{ \"a\": \"\\ud800\" }", 1, "not JSON")]
    [InlineData("{} {}", 1, "not JSON")]
    public void Read_BrokenJson_SaysWhereAndWhat(string json, int line, string message)
    {
        var problem = Assert.Single(DefinitionReader.Read(json, DocumentFormat.Json).Problems);

        Assert.Equal(line, problem.Line);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Json_CountsColumnsInCharacters()
    {
        var reading = DefinitionReader.Read("{ \"name\": \"é中😀\", \"ids\": 1 }", DocumentFormat.Json);

        Assert.Equal(new Position(1, 18), reading.PositionOf("/ids"));
    }

    [Theory]
    [InlineData('[', DocumentFormat.Json)]
    [InlineData('[', DocumentFormat.Yaml)]
    [InlineData('{', DocumentFormat.Yaml)]
    public void Read_DeeplyNested_IsAnError(char opening, DocumentFormat format) =>
        Assert.NotEmpty(DefinitionReader.Read(new string(opening, 100_000), format).Problems);

    [Fact]
    public void Read_DeepBlocks_IsAnError()
    {
        var text = string.Concat(Enumerable.Range(0, 500).Select(depth => new string(' ', depth) + "a:\n"));

        Assert.Contains("nested", Assert.Single(DefinitionReader.Read(text, DocumentFormat.Yaml).Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AnyText_NeverThrows() => Gen.OneOf(Documents.Text, Documents.Damaged, Gen.String).Sample(
        text =>
        {
            DefinitionReader.Read(text, DocumentFormat.Yaml);
            DefinitionReader.Read(text, DocumentFormat.Json);
        },
        iter: 5_000);

    [Fact]
    public void Read_AnyDocument_NeverThrows() => Documents.Document.Sample(document => _ = DefinitionReader.Read(document), iter: 5_000);
}
