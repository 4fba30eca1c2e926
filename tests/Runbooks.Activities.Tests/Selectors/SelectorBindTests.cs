using System.Text.Json;
using Runbooks.Activities.Selectors;
using static Runbooks.Activities.Tests.Selectors.Subjects;

namespace Runbooks.Activities.Tests.Selectors;

public sealed class SelectorBindTests
{
    [Theory]
    [InlineData("cpu.p95(inputs.x) < 0.2", "\"P14D\"", "cpu.p95('P14D') < 0.2")]
    [InlineData("cpus > inputs.x", "4", "cpus > 4")]
    [InlineData("cpus - inputs.x > 0", "-4.5", "cpus - -4.5 > 0")]
    [InlineData("-inputs.x < cpus", "-4", "-(-4) < cpus")]
    [InlineData("tags[inputs.x] == 'a'", "\"env\"", "tags.env == 'a'")]
    [InlineData("inputs.x in tags", "\"env\"", "'env' in tags")]
    [InlineData("inputs.x.includes(tags.env)", "[\"a\", \"b\"]", "['a', 'b'].includes(tags.env)")]
    [InlineData("['a', inputs.x].includes(tags.env)", "\"b\"", "['a', 'b'].includes(tags.env)")]
    [InlineData("name.matches(inputs.x)", "\"web-*\"", "name.matches('web-*')")]
    [InlineData("stale == inputs.x && !inputs.x", "true", "stale == true && !true")]
    [InlineData("tags.env == inputs.x", "null", "tags.env == null")]
    [InlineData("age > inputs.x", "\"7d\"", "age > '7d'")]
    [InlineData("name == inputs.x", "\"' || true || '\"", "name == '\\' || true || \\''")]
    public void Bind_PutsLiterals(string text, string value, string bound)
    {
        var selector = Selector.Parse(text, TargetKind.Vm).Bind(Inputs(value));
        Assert.Equal(bound, selector.Text);
        Assert.Empty(selector.Inputs);
        Assert.Equal(bound, Selector.Parse(bound, TargetKind.Vm).Text);
    }

    [Theory]
    [InlineData("stale && cpus > inputs.x", "\"4\"", 9, "cpus is a number")]
    [InlineData("powerState == inputs.x", "\"running\"", 14, "none of them")]
    [InlineData("cpu.avg(inputs.x) > 1", "300", 8, "is not a window")]
    [InlineData("cpu.avg(inputs.x) > 1", "\"91d\"", 8, "90 days")]
    [InlineData("tags[inputs.x] == 'a'", "5", 5, "name of a tag")]
    [InlineData("cpus > inputs.x", "{}", 7, "is an object")]
    [InlineData("cpus > inputs.x", "1e999", 7, "too large")]
    [InlineData("cpus > inputs.y", "1", 7, "'y' has no value")]
    [InlineData("inputs.x.includes(name)", "[[\"a\"]]", 0, "A list holds")]
    [InlineData("cpus > 1 && inputs.x", "\"x\"", 12, "A condition is wanted")]
    [InlineData("inputs.x.toLowerCase() == 'x'", "1", 9, "does not fit")]
    [InlineData("name.startsWith(inputs.x)", "1", 16, "takes text")]
    public void Bind_ValueThatDoesNotFit_SaysWhereItStands(string text, string value, int position, string says)
    {
        var error = Assert.Throws<SelectorException>(() => Selector.Parse(text, TargetKind.Vm).Bind(Inputs(value)));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Equal(position, error.Position);
    }

    [Fact]
    public void Bind_ThenEvaluate_UsesTheValue()
    {
        var selector = Selector.Parse("cpu.avg(inputs.x) < 0.2", TargetKind.Vm).Bind(Inputs("\"5m\""));
        Assert.True(selector.Evaluate(Vm(), Metrics(use => use.Window == TimeSpan.FromMinutes(5) ? 0.1 : null)).Matches);
    }

    private static Dictionary<string, JsonElement> Inputs(string value) => new() { ["x"] = JsonDocument.Parse(value).RootElement };
}
