using System.Diagnostics;
using Runbooks.Workflows.Expressions;
using static Runbooks.Workflows.Tests.Expressions.Scopes;

namespace Runbooks.Workflows.Tests.Expressions;

public sealed class SandboxTests
{
    /// <summary>Programs that would take the server down without bounds. Each must end as an error, on a small stack.</summary>
    [Theory]
    [InlineData("while (true) {}", "statements")]
    [InlineData("const f = () => f() + 1; return f();", "")]
    [InlineData("let s = 'x'; for (;;) s += s;", "memory")]
    [InlineData("return new Array(1e8).fill(0);", "elements")]
    [InlineData("return 'x'.repeat(1e9);", "Invalid string length")]
    [InlineData("return /(a+)+$/.test('a'.repeat(40) + 'b');", "250 ms")]
    [InlineData("let a = [1]; for (let i = 0; i < 40; i++) a = [a, a]; return JSON.stringify(a);", "16 MB")]
    [InlineData("let a = [1]; for (let i = 0; i < 40; i++) a = [a, a]; return a;", "16 MB")]
    [InlineData("let a = [1]; for (let i = 0; i < 40; i++) a = [a, a]; return String(a);", "")]
    [InlineData("let a = {}; a.a = a; return a;", "nested")]
    [InlineData("let p = []; for (let i = 0; i < 1e5; i++) p = [p]; return String(p);", "")]
    [InlineData("const o = { valueOf() { return o + 1; } }; return o + 1;", "")]
    [InlineData("const g = function* () { yield* g(); }; return [...g()];", "")]
    [InlineData("return [].concat.constructor('return 1')();", "")]
    [InlineData("return new (Object.getPrototypeOf(() => 1).constructor)('return this')();", "")]
    [InlineData("{ let Intl = 1; } return Intl;", "Intl")]
    [InlineData("return Math['ran' + 'dom']();", "Math.random")]
    [InlineData("const d = Date; return d['n' + 'ow']();", "use now")]
    [InlineData("const d = Date; return new d();", "use now")]
    [InlineData("return ({ get x() { return 1; } });", "getter")]
    [InlineData("return eval('1');", "eval")]
    [InlineData("return globalThis;", "globalThis")]
    [InlineData("return new Uint8Array(1e9);", "Uint8Array")]
    public void RunScript_OutOfBounds_IsAnError(string script, string reason)
    {
        Exception? caught = null;
        var clock = Stopwatch.StartNew();
        var thread = new Thread(() => caught = Record.Exception(() => Template.RunScript(script, Demo)), maxStackSize: 512 * 1024);
        thread.Start();
        thread.Join();

        var error = Assert.IsType<ExpressionException>(caught);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"{clock.Elapsed}");
    }

    [Theory]
    [InlineData('(')]
    [InlineData('[')]
    [InlineData('!')]
    public void RunScript_DeeplyNestedText_IsAnError(char opening)
    {
        var error = Assert.Throws<ExpressionException>(() => Template.RunScript("return " + new string(opening, 60_000), Demo));

        Assert.Contains("cannot be read", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RunScript_LongSum_IsAnErrorNotACrash()
    {
        var script = "return " + string.Join('+', Enumerable.Repeat("1", 30_000));

        Assert.Throws<ExpressionException>(() => Template.RunScript(script, Demo));
    }

    [Fact]
    public void RunScript_ChangesItsScope_LeavesNothingBehind()
    {
        Template.RunScript("inputs.names.push('c'); Object.prototype.leak = 1; Array.prototype.map = () => 2;", Demo);

        Assert.Equal("""["a", "b"]""", Evaluate("${ inputs.names }"));
        Assert.Equal("2", Evaluate("${ inputs.names.map(name => name).length }"));
        Assert.Null(Template.RunScript("return ({}).leak", Demo));
    }

    [Fact]
    public void Evaluate_SameScope_SameResultEachTime()
    {
        var results = Enumerable.Range(0, 3).Select(_ => Evaluate("${ new Date(now).getTime() + [3, 1, 2].sort().join('') }"));

        Assert.Single(results.Distinct());
    }

    [Fact]
    public async Task Evaluate_ManyThreads_Agree()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(n => Task.Run(() => Evaluate($"${{ inputs.names.map(x => x + {n % 4}).join() }}"))));

        Assert.Equal(4, results.Distinct().Count());
    }
}
