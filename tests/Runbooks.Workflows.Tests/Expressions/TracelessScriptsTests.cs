using Runbooks.Workflows.Expressions;
using static Runbooks.Workflows.Tests.Expressions.Scopes;

namespace Runbooks.Workflows.Tests.Expressions;

/// <summary>Programs that share an engine must not know of each other.</summary>
public sealed class TracelessScriptsTests
{
    [Theory]
    [InlineData("const left = 1; return left;")]
    [InlineData("function left() { return 1; } return left();")]
    [InlineData("Array.prototype.mark = 7; return 1;")]
    [InlineData("[].constructor.prototype.mark = 7; return 1;")]
    [InlineData("''.constructor.prototype.mark = 7; return 1;")]
    [InlineData("inputs.mark = 7; return 1;")]
    [InlineData("inputs.names.push('c'); return 1;")]
    [InlineData("delete inputs.text; return 1;")]
    [InlineData("return ({}).constructor.assign(({}).constructor.prototype, { mark: 7 }) && 1;")]
    public void RunScript_AfterOneThatLeavesSomethingBehind_DoesNotSeeIt(string script)
    {
        Template.RunScript(script, Demo);

        Assert.Equal("""["a",null,null,null]""", Run("return [inputs.names[0], [].mark, ''.mark, inputs.mark];"));
        Assert.Equal("2", Run("return inputs.names.length;"));
        Assert.Equal("\"hi\"", Run("return inputs.text;"));
        Assert.Throws<ExpressionException>(() => Template.RunScript("return left;", Demo));
    }

    [Fact]
    public void RunScript_AfterAnother_SeesOnlyItsOwnScope()
    {
        Assert.Equal("\"mine\"", Run("return item;", Of(item: "\"mine\"")));
        Assert.Equal("1", Run("return inputs.a;", Of("""{ "a": 1 }""")));
        Assert.Equal("2", Run("return inputs.a;", Of("""{ "a": 2 }""")));

        var error = Assert.Throws<ExpressionException>(() => Template.RunScript("return item;", Of()));

        Assert.Contains("item is not defined", error.Message, StringComparison.Ordinal);
        Assert.Null(Template.RunScript("return inputs.a;", Of()));
    }

    [Fact]
    public void RunScript_AfterOneThatFailed_IsRight()
    {
        Assert.Throws<ExpressionException>(() => Template.RunScript("return inputs.none.deep;", Demo));

        Assert.Equal("\"hi\"", Run("return inputs.text;"));
        Assert.Equal("true", Run("return NaN !== NaN && undefined === vars.none && Infinity > 1;"));
        Assert.Equal("true", Run("return NaN !== NaN && undefined === vars.none && Infinity > 1;"));
    }

    /// <summary>The bounds are each program's own, and a shared engine is replaced now and then.</summary>
    [Fact]
    public void RunScript_MoreOftenThanTheBoundsOfOneWouldAllow_GoesOn()
    {
        var large = Of($$"""{ "text": "{{new string('x', 10_000)}}" }""");

        for (var time = 0; time < 12_000; time++) Assert.Equal(20_001, Template.RunScript("return inputs.text + ' ' + inputs.text;", large)!.Value.GetString()!.Length);
    }

    private static string Run(string script, ExpressionScope? scope = null) => Template.RunScript(script, scope ?? Demo)!.Value.GetRawText();
}
