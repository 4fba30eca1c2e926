using Runbooks.Activities.Platforms;

namespace Runbooks.Server.Tests.Connections;

public sealed class PlatformsTests(RunningServer server)
{
    [Fact]
    public async Task List_Platforms_HasEveryOneThatIsBuilt()
    {
        var built = typeof(IPlatformFactory).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && typeof(IPlatformFactory).IsAssignableFrom(type))
            .Select(type => ((IPlatformFactory)Activator.CreateInstance(type)!).Platform)
            .Order();
        using var client = server.Admin();

        var listed = (await client.AskAsync("/api/v1/platforms")).Json.GetProperty("items").EnumerateArray()
            .Select(platform => platform.GetProperty("name").GetString()!)
            .Order();

        Assert.Equal(built, listed);
    }
}
