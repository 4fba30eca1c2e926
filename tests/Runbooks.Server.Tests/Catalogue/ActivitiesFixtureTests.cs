using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Runbooks.Server.Tests.Catalogue;

/// <summary>The designer tests its forms, and that it has words for all of them, with a copy of what this server says of its activities.</summary>
public sealed class ActivitiesFixtureTests(RunningServer server)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [Fact]
    public async Task Fixture_ComparedWithTheServersAnswer_SaysTheSame()
    {
        var said = JsonNode.Parse((await server.Admin().AskAsync("/api/v1/activities")).Text)!;
        if (Environment.GetEnvironmentVariable("UPDATE_ACTIVITIES") is not null)
            await File.WriteAllTextAsync(Copy(), said.ToJsonString(Indented) + "\n", TestContext.Current.CancellationToken);

        var copy = JsonNode.Parse(await File.ReadAllTextAsync(Copy(), TestContext.Current.CancellationToken));

        Assert.True(JsonNode.DeepEquals(copy, said), "Set UPDATE_ACTIVITIES=1 and run this test, then the designer's: it may lack words for what is new.");
    }

    private static string Copy([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../designer/src/schema-form/activities.fixture.json"));
}
