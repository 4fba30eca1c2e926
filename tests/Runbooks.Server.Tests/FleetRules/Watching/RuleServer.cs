using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Runbooks.Activities.Platforms.Simulator;
using Runbooks.Server.Connections;
using Runbooks.Server.Fleet.Picture;
using Runbooks.Server.FleetRules.Snapshots;

namespace Runbooks.Server.Tests.FleetRules.Watching;

/// <summary>A server on a simulated fleet that is sampled each second, whose load the test sets.</summary>
public sealed class RuleServer : IAsyncLifetime
{
    public const string Flow = "noted";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    public RunningServer Server { get; } = new()
    {
        Settings = new()
        {
            ["Runbooks:Access:BootstrapKey"] = RunningServer.BootstrapKey,
            ["Runbooks:Fleet:SampleInterval"] = "00:00:01",
            ["Runbooks:Simulator:TimeScale"] = "0",
        },
    };

    public HttpClient Client { get; private set; } = null!;

    public SimulatedFleet Fleet { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Client = Server.Admin();
        const string yaml = """
            apiVersion: runbooks/v1
            id: noted
            name: Noted
            inputs:
              name: { type: string }
              value: { type: number, required: false }
            steps:
              note: { activity: flow.set-variable, with: { name: target, value: "${ inputs.name }" } }
            """;
        Assert.Equal(HttpStatusCode.Created, (await Client.AskAsync(HttpMethod.Put, $"/api/v1/workflows/{Flow}", yaml, "application/yaml")).Status);
        Assert.Equal(HttpStatusCode.Created, (await Client.AskAsync(HttpMethod.Post, $"/api/v1/workflows/{Flow}/publish")).Status);
        var picture = Server.Services.GetRequiredService<FleetPicture>();
        await UntilAsync(() => Task.FromResult(picture.Snapshot.Vms.Count > 0 && picture.LoadsNumber > 1));
        using var use = Server.Services.GetRequiredService<ConnectionRegistry>().All.Single().Use();
        Fleet = ((SimulatorPlatform)use.Platform).Fleet;
    }

    /// <summary>As if the last reading were old.</summary>
    public void LookAtSnapshotsAgain(string vm) =>
        Server.Services.GetRequiredService<SnapshotSights>().Put(vm, new Activities.Fleet.SnapshotSight(0, null, DateTimeOffset.MinValue));

    /// <summary>VMs that run and that nothing else in the fleet is about.</summary>
    public IReadOnlyList<(string Id, string NativeId, string Name)> RunningVms() => [.. Server.Services.GetRequiredService<FleetPicture>().Snapshot.Vms
        .Where(vm => vm.Vm.PowerState == Activities.Platforms.PowerState.On).Select(vm => (vm.Id, vm.Vm.NativeId, vm.Name))];

    public async Task<string> MakeAsync(object trigger)
    {
        var made = await Client.AskAsync(HttpMethod.Post, "/api/v1/triggers", trigger);
        Assert.True(made.Status == HttpStatusCode.Created, made.Text);
        return made.Json.GetProperty("id").GetString()!;
    }

    /// <summary>A rule about one VM.</summary>
    public Task<string> MakeAsync(string name, string vm, string action, string condition = "cpu.now > 0.97", string? clear = null) => MakeAsync(new
    {
        name,
        workflow = Flow,
        type = "fleet-rule",
        action,
        on = "vm",
        where = $"name == '{vm}'",
        condition,
        clear,
        @for = "2s",
        inputs = new { name = "${ target.name }", value = "${ value }" },
    });

    public async Task<IReadOnlyList<JsonElement>> FiringsAsync(string id) =>
        [.. (await Client.AskAsync($"/api/v1/triggers/{id}/firings")).Json.GetProperty("items").EnumerateArray()];

    public async Task<JsonElement> LastRoundAsync(string id) => (await Client.AskAsync($"/api/v1/triggers/{id}")).Json.GetProperty("lastRound");

    /// <summary>The firings, once there are so many.</summary>
    public async Task<IReadOnlyList<JsonElement>> FiringsAsync(string id, int count)
    {
        await UntilAsync(async () => (await FiringsAsync(id)).Count >= count);
        return await FiringsAsync(id);
    }

    /// <summary>Waits until rounds have gone by since now.</summary>
    public async Task RoundsAsync(string id, int count)
    {
        for (var round = 0; round < count; round++)
        {
            var seen = $"{await LastRoundAsync(id)}";
            await UntilAsync(async () => $"{await LastRoundAsync(id)}" != seen);
        }
    }

    public static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        while (!await holds()) await Task.Delay(TimeSpan.FromMilliseconds(100), patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }
}
