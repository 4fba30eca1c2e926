using System.Net;
using System.Text.Json;

namespace Runbooks.Server.Tests.Fleet;

/// <summary>The lists of the fleet over HTTP, on the built-in simulated fleet.</summary>
public sealed class FleetApiTests(RunningServer server)
{
    [Theory]
    [InlineData("vms", "memoryBytes > 0", true)]
    [InlineData("vms", "memoryBytes < 0", false)]
    [InlineData("hosts", "state == 'up'", true)]
    [InlineData("storages", "freeBytes > 0", true)]
    [InlineData("storages", "freeBytes > capacityBytes", false)]
    public async Task List_Where_TakesWhatMatches(string kind, string where, bool some)
    {
        using var client = server.Admin();
        await UntilSeenAsync(client, kind);

        var answer = await client.AskAsync($"/api/v1/fleet/{kind}?where={Uri.EscapeDataString(where)}");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(some, answer.Json.GetProperty("total").GetInt32() > 0);
    }

    [Theory]
    [InlineData("storages", "state == 'up'")]
    [InlineData("storages", "cpu.now > 0.5")]
    [InlineData("hosts", "tags.env == 'test'")]
    [InlineData("vms", "powerState == 'of'")]
    [InlineData("vms", "name ==")]
    public async Task List_WhereThatDoesNotFit_IsRefusedWithItsPlace(string kind, string where)
    {
        using var client = server.Admin();

        var answer = await client.AskAsync($"/api/v1/fleet/{kind}?where={Uri.EscapeDataString(where)}");

        answer.AssertProblem(HttpStatusCode.BadRequest, "selector.invalid");
        Assert.Equal("?where", Assert.Single(answer.Errors).Path);
        Assert.True(answer.Json.GetProperty("position").GetInt32() >= 0);
    }

    [Theory]
    [InlineData("vms", "cpus")]
    [InlineData("vms", "createdAt")]
    [InlineData("hosts", "vms")]
    [InlineData("storages", "freeBytes")]
    public async Task List_Sort_PutsTheHighestFirst(string kind, string column)
    {
        using var client = server.Admin();
        await UntilSeenAsync(client, kind);

        var items = (await client.AskAsync($"/api/v1/fleet/{kind}?limit=1000&sort=-{column}")).Json.GetProperty("items").EnumerateArray().ToList();
        var values = items.Select(item => item.GetProperty(column)).Select(value => value.ValueKind == JsonValueKind.String
            ? value.GetDateTimeOffset().UtcTicks
            : value.GetInt64()).ToList();

        Assert.True(values.Distinct().Count() > 1, "All are the same, so that no order can be seen.");
        Assert.Equal(values.OrderDescending(), values);
    }

    [Fact]
    public async Task List_Offset_GivesAnyPartOfTheOrder()
    {
        using var client = server.Admin();
        await UntilSeenAsync(client, "vms");

        var all = await NamesAsync(client, "limit=1000");
        var part = await NamesAsync(client, "limit=5&offset=7");
        var reversed = await NamesAsync(client, "limit=1000&sort=-name");

        Assert.Equal(all.Skip(7).Take(5), part);
        Assert.Equal(all.AsEnumerable().Reverse(), reversed);
    }

    [Theory]
    [InlineData("sort=colour")]
    [InlineData("offset=-1")]
    [InlineData("offset=1&cursor=YQo")]
    public async Task List_OrderThatThereIsNot_IsRefused(string query)
    {
        using var client = server.Admin();

        (await client.AskAsync($"/api/v1/fleet/vms?{query}")).AssertProblem(HttpStatusCode.BadRequest, "query.invalid");
    }

    [Fact]
    public async Task Sparklines_OfVms_HaveTheirPoints()
    {
        using var client = server.Admin();
        await UntilSeenAsync(client, "vms");
        var vm = (await client.AskAsync("/api/v1/fleet/vms?where=powerState%3D%3D'on'&limit=1")).Json.GetProperty("items")[0].GetProperty("id").GetString()!;

        var answer = await PointsAsync(client, $"ids={Uri.EscapeDataString(vm)},nobody", vm);

        Assert.Empty(answer.GetProperty("series").GetProperty("nobody").EnumerateArray());
        Assert.All(answer.GetProperty("series").GetProperty(vm).EnumerateArray(), point => Assert.InRange(point.GetProperty("average").GetDouble(), 0, 1));
    }

    [Theory]
    [InlineData("window=3h")]
    [InlineData("metric=colour")]
    public async Task Sparklines_WrongQuery_IsRefused(string query)
    {
        using var client = server.Admin();

        (await client.AskAsync($"/api/v1/fleet/sparklines?{query}")).AssertProblem(HttpStatusCode.BadRequest, "query.invalid");
    }

    [Fact]
    public async Task Vocabulary_OfTheFleet_HasItsTagsAndTheirValues()
    {
        using var client = server.Admin();
        await UntilSeenAsync(client, "vms");

        var words = (await client.AskAsync("/api/v1/fleet/vocabulary")).Json;

        Assert.Contains("test", words.GetProperty("tags").GetProperty("env").EnumerateArray().Select(value => value.GetString()));
        Assert.Contains("simulator", words.GetProperty("connections").EnumerateArray().Select(value => value.GetString()));
        Assert.NotEmpty(words.GetProperty("hosts").EnumerateArray());
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(HttpClient client, string query) =>
        [.. (await client.AskAsync($"/api/v1/fleet/vms?{query}")).Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString()!)];

    private static async Task<JsonElement> PointsAsync(HttpClient client, string query, string vm)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            var answer = (await client.AskAsync($"/api/v1/fleet/sparklines?{query}")).Json;
            if (answer.GetProperty("series").GetProperty(vm).GetArrayLength() > 0) return answer;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        throw new InvalidOperationException("Nothing was measured.");
    }

    private static async Task UntilSeenAsync(HttpClient client, string kind)
    {
        for (var tries = 0; tries < 300; tries++)
        {
            if ((await client.AskAsync($"/api/v1/fleet/{kind}?limit=1")).Json.GetProperty("total").GetInt32() > 0) return;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"The simulated fleet has no {kind}.");
    }
}
