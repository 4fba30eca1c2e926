using System.Text.Json;
using Runbooks.Workflows.Expressions;
using static Runbooks.Workflows.Tests.Expressions.Scopes;

namespace Runbooks.Workflows.Tests.Expressions;

public sealed class TemplateTests
{
    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("${ inputs.cpuBelow }", "0.2")]
    [InlineData("${inputs.names}", """["a", "b"]""")]
    [InlineData("${ inputs.names }\n", """["a", "b"]""")]
    [InlineData("${ inputs.names.length }", "2")]
    [InlineData("${ inputs.names[1] }", "\"b\"")]
    [InlineData("${ inputs.memory }", "17179869184")]
    [InlineData("${ inputs.memory * 2 }", "34359738368")]
    [InlineData("${ inputs.mail }", "null")]
    [InlineData("${ inputs.cpuBelow * 100 } %", "\"20 %\"")]
    [InlineData("a ${ inputs.text } b ${ vars.count }", "\"a hi b 3\"")]
    [InlineData("mail: ${ inputs.mail }.", "\"mail: .\"")]
    [InlineData("${ steps.find.output.vms[0].name }", "\"web-01\"")]
    [InlineData("${ steps.find.output.vms.map(vm => vm.name).join(', ') }", "\"web-01, web-02\"")]
    [InlineData("${ steps['power-off'].error.code }", "\"platform.busy\"")]
    [InlineData("${ steps.find.status + '/' + steps.find.outcome }", "\"completed/done\"")]
    [InlineData("${ { a: 1, b: '}' } }", """{"a":1,"b":"}"}""")]
    [InlineData("${ `x${ inputs.text }}` }", "\"xhi}\"")]
    [InlineData("${ /[}\"']/.test('}') }", "true")]
    [InlineData("${ 1 /* } */ + 1 // }\n }", "2")]
    [InlineData("${ now }", "\"2026-03-01T12:00:00.0000000Z\"")]
    [InlineData("${ new Date(now).getUTCDate() }", "1")]
    [InlineData("${ new Date(now) }", "\"2026-03-01T12:00:00.000Z\"")]
    [InlineData("${ new Date('2026-03-01T12:00:00').toISOString() }", "\"2026-03-01T12:00:00.000Z\"")]
    [InlineData("${ run.workflow + run.version }", "\"demo3\"")]
    [InlineData("${ ({ a: undefined, b: NaN, c: [undefined] }) }", """{"b":null,"c":[null]}""")]
    [InlineData("${ JSON.stringify({ a: [1, 'é'] }) }", "\"{\\u0022a\\u0022:[1,\\u0022é\\u0022]}\"")]
    [InlineData("${ JSON.parse('{\"a\":[1]}').a[0] }", "1")]
    [InlineData("$${HOME}/x", "\"${HOME}/x\"")]
    [InlineData("$${HOME}/${ inputs.text }", "\"${HOME}/hi\"")]
    [InlineData("${ steps.find.output.vms[0] },", """ "{\"id\":\"1\",\"name\":\"web-01\",\"tags\":{\"env\":\"test\"}}," """)]
    public void Evaluate_Text_GivesValue(string template, string expected) =>
        Assert.Equal(Normal(expected), Normal(Evaluate(template)!));

    private static string Normal(string json) => JsonSerializer.Serialize(JsonElement.Parse(json));

    [Theory]
    [InlineData("${ inputs.missing }")]
    [InlineData("${ steps.unknown }")]
    [InlineData("${ steps.never.output }")]
    [InlineData("${ steps.never.output?.vms }")]
    [InlineData("${ undefined }")]
    public void Evaluate_Undefined_GivesDefault(string template) => Assert.Null(Evaluate(template));

    [Fact]
    public void Evaluate_Structure_ReplacesWithinAndLeavesUndefinedOut()
    {
        var value = Json("""{ "a": { "b": "${ inputs.cpuBelow }", "gone": "${ inputs.missing }" }, "c": ["${ inputs.missing }", "x", 1.50], "d": null }""");

        var evaluated = Template.Evaluate(value, Demo);

        Assert.Equal("""{"a":{"b":0.2},"c":[null,"x",1.50],"d":null}""", evaluated.GetRawText());
    }

    [Fact]
    public void Evaluate_NoExpressions_GivesTheValueItself()
    {
        var value = Json("""{ "a": [1, 2] }""");

        Assert.Equal(value.GetRawText(), Template.Evaluate(value, Demo).GetRawText());
        Assert.False(Template.HasExpressions(value));
    }

    [Theory]
    [InlineData("${ steps.fnd.output.vms }", "Cannot read properties of undefined (reading 'output')", "steps (find, never, power-off)")]
    [InlineData("${ steps.never.output.vms }", "Cannot read properties of undefined (reading 'vms')", "In scope: inputs (cpuBelow")]
    [InlineData("n: ${ inputs.missing }", "is undefined and cannot be written into text", "vars (count)")]
    [InlineData("${ item.name }", "item is not defined", "In scope")]
    [InlineData("${ () => 1 }", "it gives a function", "In scope")]
    [InlineData("${ 0 / 0 }", "it gives NaN", "In scope")]
    [InlineData("${ new Map() }", "contains a Map", "In scope")]
    public void Evaluate_Fails_SaysWhatIsInScope(string template, string reason, string scope)
    {
        var value = JsonSerializer.SerializeToElement(new Dictionary<string, object> { ["a/b"] = new[] { "x", template } });

        var error = Assert.Throws<ExpressionException>(() => Template.Evaluate(value, Demo));

        Assert.Equal("/a~1b/1", error.Path);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains(scope, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("${ 1 + }", "Unexpected end of input")]
    [InlineData("${ a", "no closing brace")]
    [InlineData("${ 'a }", "cannot be read")]
    [InlineData("${ }", "cannot be read")]
    [InlineData("${ 1) + (2 }", "cannot be read")]
    [InlineData("${ if (true) 1 }", "cannot be read")]
    [InlineData("${ foo.bar }", "the name 'foo' is not known here")]
    [InlineData("${ typeof Intl }", "the name 'Intl' is not known here")]
    [InlineData("${ Date.now() }", "use now")]
    [InlineData("${ new Date() }", "new Date(now)")]
    [InlineData("${ Math.random() }", "Math.random is not available")]
    [InlineData("${ secrets[inputs.text] }", "a secret is named in the text")]
    [InlineData("${ import('x') }", "modules cannot be imported")]
    [InlineData("${ (async () => 1)() }", "async")]
    public void Evaluate_Broken_Throws(string template, string reason)
    {
        var error = Assert.Throws<ExpressionException>(() => Evaluate(template));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_Secret_GivesReferenceThatSurvivesConcatenation()
    {
        Assert.Equal("Bearer ⟦secret:api.token⟧", Template.Evaluate(JsonSerializer.SerializeToElement("Bearer ${ secrets['api.token'] }"), Demo).GetString());
        var joined = Template.Evaluate(JsonSerializer.SerializeToElement("${ secrets.a + ':' + secrets.b }"), Demo).GetString()!;
        Assert.Equal(["a", "b"], SecretReference.Pattern.Matches(joined).Select(match => match.Groups["name"].Value));
    }

    [Fact]
    public void Evaluate_ItemAndIndex_AreThoseOfTheScope() =>
        Assert.Equal("\"web:2\"", Evaluate("${ item.name + ':' + index }", Of(item: """{ "name": "web" }""", index: 2)));

    [Fact]
    public void RunScript_Returns_GivesOutput()
    {
        var output = Template.RunScript("const big = steps.find.output.vms.filter(vm => vm.tags.env === 'test');\nreturn { big: big.length };", Demo);

        Assert.Equal("""{"big":1}""", output!.Value.GetRawText());
        Assert.Null(Template.RunScript("let x = 1;\nif (x > 2) return x;", Demo));
    }

    [Fact]
    public void RunScript_Throws_GivesItsMessage()
    {
        var error = Assert.Throws<ExpressionException>(() => Template.RunScript("throw new Error('no room left')", Demo));

        Assert.Contains("no room left", error.Message, StringComparison.Ordinal);
    }
}
