using System.Text.Json;
using Runbooks.Server.Workflows.Versions;

namespace Runbooks.Server.Tests.Workflows;

public sealed class DefinitionComparisonTests
{
    [Theory]
    [InlineData("""{"a":1,"b":2}""", """{"b":2,"a":1}""", "")]
    [InlineData("""{"layout":{"x":[0,0]}}""", """{"layout":{"x":[9,9]}}""", "")]
    [InlineData("""{"transitions":["a -> b","b -> c"]}""", """{"transitions":["b -> c","a -> b"]}""", "")]
    [InlineData("""{"transitions":["a -> b","b -> c"]}""", """{"transitions":["b -> c","c -> d"]}""",
        "Removed /transitions \"a -> b\"; Added /transitions \"c -> d\"")]
    [InlineData("""{"steps":{"a":{"with":{"n":[1,2]}}}}""", """{"steps":{"a":{"with":{"n":[2,1]}}}}""", "Changed /steps/a/with/n (a)")]
    [InlineData("""{"steps":{"a":{}}}""", """{"steps":{"b":{}}}""", "Removed /steps/a (a) {}; Added /steps/b (b) {}")]
    [InlineData("""{"steps":{"each":{"steps":{"x":{"t":1}}}}}""", """{"steps":{"each":{"steps":{"x":{"t":2}}}}}""", "Changed /steps/each/steps/x/t (each/x)")]
    [InlineData("""{"inputs":{"a/b":1}}""", """{"inputs":{"a/b":2}}""", "Changed /inputs/a~1b")]
    [InlineData("""{"a":{"b":1}}""", """{"a":[1]}""", "Changed /a")]
    public void Compare_TwoDocuments_SaysWhatMeansSomething(string before, string after, string expected)
    {
        var changes = DefinitionComparison.Compare(JsonElement.Parse(before), JsonElement.Parse(after));

        Assert.Equal(expected, string.Join("; ", changes.Select(Write)));
    }

    private static string Write(DefinitionChange change)
    {
        var step = change.Step is null ? "" : $" ({change.Step})";
        var value = change.Kind switch
        {
            ChangeKind.Added => $" {change.After!.Value.GetRawText()}",
            ChangeKind.Removed => $" {change.Before!.Value.GetRawText()}",
            _ => "",
        };
        return $"{change.Kind} {change.Path}{step}{value}";
    }
}
