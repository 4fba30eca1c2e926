using System.Text.Json;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Workflows.Tests.Expressions;

public sealed class ExpressionReferencesTests
{
    private static ExpressionReferences Of(string expression) =>
        Template.ReferencesOf(JsonSerializer.SerializeToElement("${ " + expression + " }")).Single();

    [Fact]
    public void ReferencesOf_MemberPaths_NamesThem()
    {
        var reads = Of("steps.find.output.vms.map(vm => vm.cpu < inputs.cpuBelow && vars['a b']) + steps['power-off'].outcome + secrets.key");

        Assert.Equal(["cpuBelow"], reads.Inputs);
        Assert.Equal(["a b"], reads.Variables);
        Assert.Equal(["key"], reads.Secrets);
        Assert.Equal(["find/output.vms.map", "power-off/outcome"], reads.Steps.Select(step => step.Id + "/" + string.Join('.', step.Path)).Order());
        Assert.False(reads.AnyInput || reads.AnyStep || reads.AnyVariable || reads.Item || reads.Index);
    }

    [Theory]
    [InlineData("inputs[inputs.which]")]
    [InlineData("Object.keys(inputs)")]
    [InlineData("(x => x.a)(inputs)")]
    [InlineData("({ inputs })")]
    [InlineData("({ ...inputs })")]
    public void ReferencesOf_WholeInputs_IsAny(string expression) => Assert.True(Of(expression).AnyInput);

    [Theory]
    [InlineData("inputs.list.map(item => item.name)")]
    [InlineData("inputs.list.map(({ item }) => item)")]
    [InlineData("inputs.list.map(function ([item = 1, ...index]) { return item })")]
    [InlineData("inputs.list.map(x => { for (const item of x) return item; })")]
    [InlineData("({ item: 1 }).item + inputs.item")]
    [InlineData("({ index() { return 1 } }).index()")]
    public void ReferencesOf_OwnNames_AreNotTheScopes(string expression)
    {
        var reads = Of(expression);

        Assert.False(reads.Item);
        Assert.False(reads.Index);
    }

    [Theory]
    [InlineData("item.name")]
    [InlineData("item?.name ?? 1")]
    [InlineData("inputs.list.map(x => x + item)")]
    [InlineData("({ [item]: 1 })")]
    [InlineData("({ item })")]
    [InlineData("inputs.names[item]")]
    public void ReferencesOf_Item_IsFound(string expression) => Assert.True(Of(expression).Item);
}
