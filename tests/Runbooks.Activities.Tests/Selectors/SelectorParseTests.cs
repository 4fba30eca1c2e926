using Runbooks.Activities.Selectors;

namespace Runbooks.Activities.Tests.Selectors;

public sealed class SelectorParseTests
{
    [Theory]
    [InlineData("", 0, "write true")]
    [InlineData("name ==", 7, "A selector may use")]
    [InlineData("name = 'x'", 0, "compare with '=='")]
    [InlineData("name == 'x' & stale", 0, "Write '&&'")]
    [InlineData("nmae == 'x'", 0, "Did you mean 'name'?")]
    [InlineData("stale && powerstate == 'on'", 9, "Did you mean 'powerState'?")]
    [InlineData("running", 0, "text is written in quotes")]
    [InlineData("powerState == 'running'", 14, "'unknown', 'on', 'off' or 'suspended'")]
    [InlineData("['on', 'running'].includes(powerState)", 0, "'running' is none of them")]
    [InlineData("powerState < 'on'", 0, "compare with == or !=")]
    [InlineData("cpus == '4'", 0, "cpus is a number and '4' is text")]
    [InlineData("tags.count > 4", 0, "Number(x)")]
    [InlineData("cpus", 0, "A condition is wanted")]
    [InlineData("tags.env && stale", 0, "!= null")]
    [InlineData("cpus == null", 0, "never null")]
    [InlineData("ipAddresses == '10.0.0.1'", 0, ".includes(x)")]
    [InlineData("tags.env in ['a']", 0, "['a', 'b'].includes(x)")]
    [InlineData("['a', 1].includes(name)", 0, "either text or numbers")]
    [InlineData("[1, 2].includes(name)", 7, "the list holds numbers")]
    [InlineData("[name].includes('x')", 1, "A list holds")]
    [InlineData("name.match('x')", 5, "Did you mean 'matches'?")]
    [InlineData("name.startsWith()", 5, "startsWith('x')")]
    [InlineData("name.startsWith('x', 1)", 21, "one argument")]
    [InlineData("name.startsWith(1)", 16, "takes text")]
    [InlineData("cpus.startsWith('1')", 5, "does not fit")]
    [InlineData("cpu > 0.5", 0, "cpu.now")]
    [InlineData("cpu.p99('1h') > 0.5", 4, "cpu.p95('5m')")]
    [InlineData("cpu.avg() > 0.5", 0, "Say over which time")]
    [InlineData("cpu.now() > 0.5", 0, "without parentheses")]
    [InlineData("cpu.avg('soon') > 0.5", 8, "'5m'")]
    [InlineData("cpu.avg('91d') > 0.5", 8, "90 days")]
    [InlineData("cpu.avg('99999999999999d') > 0.5", 8, "duration")]
    [InlineData("age > 'old'", 6, "'7d'")]
    [InlineData("createdAt > 'yesterday'", 12, "'2026-01-31'")]
    [InlineData("tags", 0, "tags.x")]
    [InlineData("tags[name] == 'x'", 5, "Text in quotes")]
    [InlineData("name.length.foo == 1", 12, "no 'foo'")]
    [InlineData("name?.length == 1", 0, "missing tag is no error")]
    [InlineData("/x/.test(name)", 9 - 5, "no function 'test'")]
    [InlineData("`x` == name", 0, "quotes")]
    [InlineData("(() => true)()", 0, "A selector may use")]
    [InlineData("x => x", 0, "arrow function expression")]
    [InlineData("globalThis.process.exit()", 19, "no function 'exit'")]
    [InlineData("cpus > 1e999", 7, "too large")]
    [InlineData("cpus > 5n", 7, "(literal)")]
    [InlineData("name == 'a', true", 0, "sequence expression")]
    [InlineData("stale ? true : false", 0, "conditional expression")]
    public void Parse_NotASelector_SaysWhereAndWhatIsAllowed(string text, int position, string says)
    {
        var error = Assert.Throws<SelectorException>(() => Selector.Parse(text, TargetKind.Vm));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Equal(position, error.Position);
    }

    [Theory]
    [InlineData("powerState == 'on'", "no field 'powerState'")]
    [InlineData("tags.env == 'x'", "Only VMs have tags")]
    [InlineData("'env' in tags", "Only VMs have tags")]
    [InlineData("state == 'on'", "'maintenance'")]
    public void Parse_HostWithWhatOnlyVmsHave_IsRefused(string text, string says) =>
        Assert.Contains(says, Assert.Throws<SelectorException>(() => Selector.Parse(text, TargetKind.Host)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("((name)  ===  \"it's\")", "name == 'it\\'s'")]
    [InlineData("tags['env']=='x'||tags[\"a-b\"]=='y'&&stale", "tags.env == 'x' || tags['a-b'] == 'y' && stale")]
    [InlineData("(stale || true) && !(stale && true)", "(stale || true) && !(stale && true)")]
    [InlineData("cpus - (2 - 1) > 0x10", "cpus - (2 - 1) > 16")]
    [InlineData("- -cpus < 0 /* why */", "-(-cpus) < 0")]
    [InlineData("Number( tags.x ) * (1 + 2) > .5", "Number(tags.x) * (1 + 2) > 0.5")]
    [InlineData("tags.x == undefined", "tags.x == null")]
    [InlineData("name == '\\u4e2d\\n\\ud83d'", "name == '中\\u000a\\ud83d'")]
    [InlineData("cpu.avg(inputs.w) > inputs['a-b']", "cpu.avg(inputs.w) > inputs['a-b']")]
    public void Text_IsCanonical(string text, string canonical) => Assert.Equal(canonical, Selector.Parse(text, TargetKind.Vm).Text);

    [Theory]
    [InlineData("(")]
    [InlineData("!")]
    [InlineData("[")]
    [InlineData("name.")]
    [InlineData("stale || ")]
    public void Parse_VeryDeepNesting_IsRefused(string part)
    {
        var deep = string.Concat(Enumerable.Repeat(part, 3000)) + "name";
        Assert.Throws<SelectorException>(() => Selector.Parse(deep, TargetKind.Vm));
    }

    [Fact]
    public void Parse_VeryLongText_IsRefused() =>
        Assert.Contains("longer", Assert.Throws<SelectorException>(() => Selector.Parse($"name == '{new string('x', 40_000)}'", TargetKind.Vm)).Message, StringComparison.Ordinal);

    [Fact]
    public void Inputs_AreNamedOnce()
    {
        var selector = Selector.Parse("tags[inputs.tag] == inputs.env && cpu.p95(inputs.window) < 0.2 && inputs.env != 'x'", TargetKind.Vm);
        Assert.Equal(["env", "tag", "window"], selector.Inputs.Order());
        Assert.True(selector.ReferencesMetrics);
        Assert.Empty(selector.Metrics);
    }
}
