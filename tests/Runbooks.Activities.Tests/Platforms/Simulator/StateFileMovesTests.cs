using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Simulator;

namespace Runbooks.Activities.Tests.Platforms.Simulator;

/// <summary>What is made, moved, resized, tagged and removed is kept in the state file, also when that is condensed.</summary>
public sealed class StateFileMovesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("runbooks-simulator-");
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 4, 10, 0, 0, TimeSpan.Zero));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Path => System.IO.Path.Combine(_folder.FullName, "simulator.jsonl");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Reopen_AfterEveryKindOfChange_FindsTheWorldAsItWas()
    {
        var first = Process(_clock);
        await ChangeAsync(first);
        Assert.Equal(Shown(first), Shown(Process(new FakeTimeProvider(_clock.GetUtcNow()))));
        Assert.Equal(6, first.Fleet.Effects.Count);
    }

    [Fact]
    public async Task Reopen_CondensedAfterAFortnight_FindsTheWorldAsItWas()
    {
        var first = Process(_clock);
        await ChangeAsync(first);
        _clock.Advance(TimeSpan.FromDays(14));
        var vm = first.Fleet.Inventory().VirtualMachines[5].NativeId;
        for (var round = 0; round < 1_300; round++)
        {
            await OperateAsync(first, new PlatformOperation.PowerOff(vm));
            await OperateAsync(first, new PlatformOperation.PowerOn(vm));
        }

        var second = Process(new FakeTimeProvider(_clock.GetUtcNow()));
        Assert.Equal(Shown(first), Shown(second));
        Assert.Contains(File.ReadLines(Path), line => line.Contains("\"vm-made\"", StringComparison.Ordinal));
        Assert.Equal(Shown(second), Shown(Process(new FakeTimeProvider(_clock.GetUtcNow()))));
    }

    [Fact]
    public async Task Reopen_FileOfAnEarlierRelease_IsRead()
    {
        var vm = Process(new FakeTimeProvider()).Fleet.Inventory().VirtualMachines[0].NativeId;
        await File.WriteAllLinesAsync(
            Path,
            [
                $$"""{"entry":"begun","task":{"id":"t1","key":"k1","operation":"power-off","vm":"{{vm}}","begun":"2026-03-04T09:00:00+00:00","due":"2026-03-04T09:00:00.5+00:00","memory":false},"at":"2026-03-04T09:00:00+00:00"}""",
                $$"""{"entry":"ended","task":"t1","key":"k1","operation":"power-off","vm":"{{vm}}","effect":{"power":"off","snapshots":[]},"at":"2026-03-04T09:00:00.5+00:00"}""",
                $$"""{"entry":"vm-set","vm":"{{vm}}","condition":{"power":"off","snapshots":[{"name":"s","createdAt":"2026-03-04T09:00:00+00:00","hasMemory":false}],"current":"s"},"at":"2026-03-04T09:00:00.5+00:00"}""",
            ],
            Cancellation);
        var platform = Process(_clock);
        var found = platform.Fleet.Find(vm)!;
        Assert.Equal((PowerState.Off, false), (found.PowerState, found.GuestAnswers));
        Assert.Equal("s", Assert.Single(platform.Fleet.Snapshots(vm)).Name);
        Assert.Equal("k1", Assert.Single(platform.Fleet.Effects).Key);
        await OperateAsync(platform, new PlatformOperation.PowerOn(vm));
        Assert.Equal(PowerState.On, platform.Fleet.Find(vm)!.PowerState);
    }

    private async Task ChangeAsync(SimulatorPlatform platform)
    {
        var before = platform.Fleet.Inventory();
        var moved = before.VirtualMachines.First(vm => vm.Host == "hv-a-02" && vm.PowerState == PowerState.On);
        var off = before.VirtualMachines.First(vm => vm.PowerState == PowerState.Off);
        var tags = ImmutableSortedDictionary<string, string>.Empty.Add("env", "test");
        var order = new VmOrder("new-01", before.Templates[0].NativeId, 2, 4L << 30, null, null, null, null, tags, null, PowerOn: true);
        await OperateAsync(platform, new PlatformOperation.Provision(order));
        await OperateAsync(platform, new PlatformOperation.Migrate(moved.NativeId, "hv-a-03"));
        await OperateAsync(platform, new PlatformOperation.SetTags(moved.NativeId, moved.Tags.ToImmutableSortedDictionary(tag => tag.Key, _ => (string?)"x")));
        await OperateAsync(platform, new PlatformOperation.Resize(off.NativeId, 3, 5L << 30));
        await OperateAsync(platform, new PlatformOperation.Delete(before.VirtualMachines.Last(vm => vm.PowerState == PowerState.Off).NativeId));
        await OperateAsync(platform, new PlatformOperation.EnterMaintenance(before.Hosts[^1].NativeId));
        _clock.Advance(TimeSpan.FromMinutes(1));
    }

    private static Task<string> OperateAsync(SimulatorPlatform platform, PlatformOperation operation) =>
        platform.StartAsync(operation, Guid.NewGuid().ToString(), Cancellation);

    private static string Shown(SimulatorPlatform platform) => ActivityJson.Write(platform.Fleet.Inventory()).GetRawText();

    private SimulatorPlatform Process(FakeTimeProvider clock) =>
        SimulatorFactory.Create(new SimulatorSettings { StateFile = Path, TimeScale = 0 }, clock);
}
