using Runbooks.Workflows.Library;

namespace Runbooks.Server.Tests.Workflows;

public sealed class LibraryApiTests(RunningServer server)
{
    [Fact]
    public async Task Library_AfterAShippedWorkflowWasChanged_StillHasItAsShipped()
    {
        const string id = "power-off-idle-test-vms";
        var shipped = WorkflowLibrary.All.Single(workflow => workflow.Id == id);
        using var admin = server.Admin();
        await admin.AskAsync(HttpMethod.Put, $"/api/v1/workflows/{id}", WorkflowDocuments.Waiting(id));

        var listed = (await admin.AskAsync("/api/v1/library")).Json.GetProperty("items").EnumerateArray().ToList();

        Assert.Equal(WorkflowLibrary.All.Select(workflow => workflow.Id), listed.Select(entry => entry.GetProperty("id").GetString()));
        var entry = listed.Single(entry => entry.GetProperty("id").GetString() == id);
        Assert.Equal(shipped.Yaml, entry.GetProperty("yaml").GetString());
        Assert.Equal("fleet.find-vms", entry.GetProperty("definition").GetProperty("steps").GetProperty("find").GetProperty("activity").GetString());
        await admin.AskAsync(HttpMethod.Post, $"/api/v1/workflows/{id}/versions/1/restore");
    }
}
