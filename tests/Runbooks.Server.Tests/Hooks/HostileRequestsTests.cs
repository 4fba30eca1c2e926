using System.Net;
using Microsoft.EntityFrameworkCore;

namespace Runbooks.Server.Tests.Hooks;

public sealed class HostileRequestsTests(HookServer server, ITestOutputHelper output) : IClassFixture<HookServer>
{
    [Fact]
    public async Task Receive_EachHostileRequest_IsRefusedWithItsStatusAndStoresNothing()
    {
        var requests = HostileRequest.All(server).ToList();
        Assert.True(requests.Count >= 60, $"There are {requests.Count}.");
        var wrong = new List<string>();
        foreach (var request in requests)
        {
            var answer = await server.SendAsync(request.Source, request.Body, request.MediaType, request.Headers);
            var code = answer.Text.StartsWith('{') && answer.Json.TryGetProperty("code", out var found) ? found.GetString() : null;
            if ((int)answer.Status != request.Status || code != request.Code) wrong.Add($"{request.Name}: {(int)answer.Status} {code}, not {request.Status} {request.Code}: {answer.Text}");
        }

        output.WriteLine($"{requests.Count} requests");
        Assert.Empty(wrong);
        Assert.Equal(0, await server.ReadAsync(db => db.Alerts.CountAsync()));
        Assert.Equal(0, await server.ReadAsync(db => db.HookDeliveries.CountAsync()));
        Assert.Empty(server.Amazon.Confirmed);
        // Of those that had the right to send, and only of them, what could not be read is kept.
        var kept = await server.ReadAsync(db => db.UnreadBodies.Where(unread => unread.Source != "flood").ToListAsync());
        Assert.Equal(requests.Count(request => request.Code == "hook.unreadable"), kept.Count);
        Assert.All(kept, body => Assert.InRange(body.Body.Length, 0, 64 * 1024));
    }

    [Fact]
    public async Task Receive_UnreadableBodiesWithoutEnd_AreKeptInABoundedNumber()
    {
        await server.MakeAsync("flood", "alertmanager", new { type = "none" });
        var body = new byte[200 * 1024];
        for (var sent = 0; sent < 120; sent++) Assert.Equal(HttpStatusCode.BadRequest, (await server.SendAsync("flood", body, "application/json")).Status);

        var kept = await server.ReadAsync(db => db.UnreadBodies.Where(unread => unread.Source == "flood").ToListAsync());
        Assert.Equal(100, kept.Count);
        Assert.All(kept, unread => Assert.Equal((64 * 1024, 200 * 1024), (unread.Body.Length, (int)unread.Size)));
        var source = (await server.Client.AskAsync("/api/v1/alert-sources/flood")).Json;
        Assert.Equal((120, "hook.unreadable"), (source.GetProperty("status").GetProperty("refused").GetInt32(), source.GetProperty("status").GetProperty("lastRefusal").GetString()));
        var page = (await server.Client.AskAsync("/api/v1/alert-sources/flood/unread?limit=2")).Json;
        Assert.Equal(2, page.GetProperty("items").GetArrayLength());
        Assert.Equal(204_800, page.GetProperty("items")[0].GetProperty("size").GetInt64());
    }
}
