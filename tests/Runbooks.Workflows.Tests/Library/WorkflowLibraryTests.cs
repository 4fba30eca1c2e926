using System.Text.Json;
using Runbooks.Workflows.Definitions;
using Runbooks.Workflows.Definitions.Validation;
using Runbooks.Workflows.Library;
using Runbooks.Workflows.Tests.Flow;

namespace Runbooks.Workflows.Tests.Library;

public sealed class WorkflowLibraryTests
{
    public static TheoryData<string> Ids => [.. WorkflowLibrary.All.Select(workflow => workflow.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void All_ShippedWorkflow_HasNoProblem(string id) =>
        Assert.Empty(new DefinitionValidator(Catalogues.All).Validate(WorkflowLibrary.All.Single(workflow => workflow.Id == id).Reading));

    [Theory]
    [MemberData(nameof(Ids))]
    public void All_ShippedWorkflow_StartsWithoutInputs(string id)
    {
        var definition = WorkflowLibrary.All.Single(workflow => workflow.Id == id).Reading.Definition!;

        Assert.Empty(InputValidation.Check(definition, JsonElement.Parse("{}")).Problems);
    }

    [Fact]
    public void All_Library_HasTheIdlePowerOff() => Assert.Contains(WorkflowLibrary.All, workflow => workflow.Id is "power-off-idle-test-vms");

    /// <summary>The fleet page starts these.</summary>
    [Theory]
    [InlineData("power-on-vms")]
    [InlineData("power-off-vms")]
    [InlineData("restart-vms")]
    [InlineData("suspend-vms")]
    [InlineData("take-snapshots")]
    [InlineData("remove-snapshots")]
    [InlineData("revert-to-snapshots")]
    public void All_WorkflowOfTheFleetPage_TakesVmsAndNothingElse(string id)
    {
        var definition = WorkflowLibrary.All.Single(workflow => workflow.Id == id).Reading.Definition!;

        Assert.Empty(InputValidation.Check(definition, JsonElement.Parse("""{ "vms": ["a", "b"] }""")).Problems);
        Assert.NotEmpty(InputValidation.Check(definition, JsonElement.Parse("""{ "vms": "a" }""")).Problems);
        Assert.NotEmpty(InputValidation.Check(definition, JsonElement.Parse("""{ "vm": ["a"] }""")).Problems);
    }
}
