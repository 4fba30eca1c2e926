using System.Text.Json;
using Runbooks.Server.Access;

namespace Runbooks.Server.Tests.Catalogue;

public sealed class ActivitiesApiTests(RunningServer server)
{
    [Fact]
    public async Task List_Activities_HasFlowStepsAndThoseOfThePlatforms()
    {
        var items = await ItemsAsync();

        Assert.Contains("flow.if", items.Select(Name));
        Assert.Contains("vm.power-off", items.Select(Name));
        Assert.Equal(items.Select(Name).Distinct(), items.Select(Name));
    }

    [Fact]
    public async Task List_EachActivity_HasAllThatTheContractNames()
    {
        foreach (var activity in await ItemsAsync())
        {
            Assert.Equal("object", activity.GetProperty("inputSchema").GetProperty("type").ToString());
            Assert.Equal(JsonValueKind.Object, activity.GetProperty("outputSchema").ValueKind);
            Assert.Contains(activity.GetProperty("effect").GetString(), new[] { "read", "change", "disrupt", "destroy" });
            Assert.Equal(JsonValueKind.Array, activity.GetProperty("outcomes").ValueKind);
            Assert.Equal(JsonValueKind.Array, activity.GetProperty("capabilities").ValueKind);
            Assert.NotEqual("", activity.GetProperty("title").GetString());
            Assert.NotEqual("", activity.GetProperty("group").GetString());
            _ = activity.GetProperty("hasUndo").GetBoolean();
        }
    }

    private async Task<IReadOnlyList<JsonElement>> ItemsAsync() =>
        [.. (await (await server.AsAsync(Role.Viewer)).AskAsync("/api/v1/activities")).Json.GetProperty("items").EnumerateArray()];

    private static string? Name(JsonElement activity) => activity.GetProperty("name").GetString();
}
