using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Simulator;
using Runbooks.Server.Connections;
using Runbooks.Server.Fleet.Picture;

namespace Runbooks.Server.Tests.Plans;

/// <summary>A server on a simulated fleet that is quick, and that records what was really changed.</summary>
public sealed class PlanServer : IAsyncLifetime
{
    public RunningServer Server { get; } = new()
    {
        Settings = new()
        {
            ["Runbooks:Access:BootstrapKey"] = RunningServer.BootstrapKey,
            ["Runbooks:Fleet:SampleInterval"] = "00:00:01",
            ["Runbooks:Simulator:TimeScale"] = "0",
            ["Runbooks:Guards:Protected"] = "name == 'guarded-1'",
        },
    };

    public HttpClient Client { get; private set; } = null!;

    public SimulatedFleet Fleet { get; private set; } = null!;

    public FleetPicture Picture => Server.Services.GetRequiredService<FleetPicture>();

    public async ValueTask InitializeAsync()
    {
        Client = Server.Admin();
        await UntilAsync(() => Task.FromResult(Picture.Snapshot.Vms.Count > 0 && Picture.LoadsNumber > 1));
        using var use = Server.Services.GetRequiredService<ConnectionRegistry>().All.Single().Use();
        Fleet = ((SimulatorPlatform)use.Platform).Fleet;
    }

    public async Task PublishAsync(string id, string yaml)
    {
        var saved = await Client.AskAsync(HttpMethod.Put, $"/api/v1/workflows/{id}", $"apiVersion: runbooks/v1\nid: {id}\n{yaml}", "application/yaml");
        Assert.True(saved.Status is HttpStatusCode.Created or HttpStatusCode.OK, saved.Text);
        var published = await Client.AskAsync(HttpMethod.Post, $"/api/v1/workflows/{id}/publish");
        Assert.True(published.Status == HttpStatusCode.Created, published.Text);
    }

    public async Task<JsonElement> PlanAsync(string workflow, object? inputs = null)
    {
        var answer = await Client.AskAsync(HttpMethod.Post, $"/api/v1/workflows/{workflow}/plans", new { inputs = inputs ?? new { } });
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return answer.Json;
    }

    public async Task<JsonElement> RunAsync(string workflow, object? inputs = null)
    {
        var answer = await Client.AskAsync(HttpMethod.Post, $"/api/v1/workflows/{workflow}/runs?wait=90s", new { inputs = inputs ?? new { } });
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        await Server.Services.GetRequiredService<IFleet>().RefreshAsync(null, TestContext.Current.CancellationToken);
        return answer.Json;
    }

    /// <summary>VMs that are on, with nothing that keeps them from being changed.</summary>
    public IReadOnlyList<string> Running(int count) =>
    [
        .. Picture.Snapshot.Vms
            .Where(vm => vm.Vm.PowerState == PowerState.On && !vm.Vm.Tags.ContainsKey("protected") && vm.Name != "guarded-1")
            .OrderBy(vm => vm.Name, StringComparer.Ordinal).Take(count).Select(vm => vm.Name),
    ];

    /// <summary>Names of what was really changed since so many changes.</summary>
    public IReadOnlyList<string> Changed(int since) =>
        [.. Fleet.Effects.Skip(since).Select(effect => NameOf(effect.Vm)).Distinct().Order(StringComparer.Ordinal)];

    private string NameOf(string nativeId) =>
        Picture.Snapshot.Vms.FirstOrDefault(vm => vm.Vm.NativeId == nativeId)?.Name
        ?? Picture.Snapshot.Hosts.FirstOrDefault(host => host.Host.NativeId == nativeId)?.Name ?? nativeId;

    public async Task TagAsync(string vm, string tag, string value)
    {
        var id = Picture.Snapshot.Vms.Single(seen => seen.Name == vm).Vm.NativeId;
        using var use = Server.Services.GetRequiredService<ConnectionRegistry>().All.Single().Use();
        var set = new PlatformOperation.SetTags(id, ImmutableSortedDictionary<string, string?>.Empty.Add(tag, value));
        var handle = await use.Platform.StartAsync(set, $"tag/{vm}", TestContext.Current.CancellationToken);
        await use.Platform.AwaitAsync(set, handle, null, TestContext.Current.CancellationToken);
        await UntilAsync(() => Task.FromResult(Picture.Snapshot.Vms.Single(seen => seen.Name == vm).Vm.Tags.ContainsKey(tag)));
    }

    public static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(40));
        while (!await holds()) await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }
}
