using Microsoft.Extensions.Time.Testing;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Simulator;

namespace Runbooks.Activities.Tests.Platforms.Simulator;

/// <summary>A process is stood for by a clock of its own: fleets of different clocks share nothing but the file.</summary>
public sealed class StateFileTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 4, 10, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("runbooks-simulator-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Path => System.IO.Path.Combine(_folder.FullName, "data", "simulator.jsonl");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Reopen_AfterTheEnd_FindsTheWorldAsItWas()
    {
        var (first, clock) = Process();
        var vm = Vm(first);
        await first.StartAsync(new PlatformOperation.CreateSnapshot(vm, "before", Memory: true), "s", Cancellation);
        clock.Advance(TimeSpan.FromSeconds(1));
        await first.StartAsync(new PlatformOperation.PowerOff(vm), "p", Cancellation);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, first.Fleet.Effects.Count);

        var (second, _) = Process(clock.GetUtcNow());
        Assert.Equal(PowerState.Off, second.Fleet.Find(vm)!.PowerState);
        Assert.Equal(first.Fleet.Snapshots(vm).AsEnumerable(), second.Fleet.Snapshots(vm));
        Assert.Equal(first.Fleet.Effects, second.Fleet.Effects);
    }

    [Fact]
    public async Task Reopen_InTheMiddle_TheHandleWorksAndTheOperationEnds()
    {
        var (first, _) = Process();
        var shutdown = new PlatformOperation.Shutdown(Vm(first));
        var handle = await first.StartAsync(shutdown, "k", Cancellation);

        var (second, clock) = Process(Start.AddSeconds(1));
        var end = second.AwaitAsync(shutdown, handle, null, Cancellation);
        Assert.False(end.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));
        await end.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        Assert.Equal(handle, second.Fleet.FindTask("k", shutdown));
        Assert.Single(second.Fleet.Effects);
    }

    [Fact]
    public async Task Reopen_LongAfter_TheOperationEndedWhenItWasDue()
    {
        var (first, _) = Process();
        var shutdown = new PlatformOperation.Shutdown(Vm(first));
        await first.StartAsync(shutdown, "k", Cancellation);
        var (second, _) = Process(Start.AddHours(1));
        Assert.Equal(Start.AddSeconds(2), Assert.Single(second.Fleet.Effects).At);
    }

    [Fact]
    public async Task TwoProcesses_AtOnce_SeeOneWorldAndOneEffect()
    {
        var (one, oneClock) = Process();
        var (other, otherClock) = Process();
        var shutdown = new PlatformOperation.Shutdown(Vm(one));
        var handle = await one.StartAsync(shutdown, "k", Cancellation);
        Assert.Equal(handle, await other.StartAsync(shutdown, "k", Cancellation));
        var end = other.AwaitAsync(shutdown, handle, null, Cancellation);
        oneClock.Advance(TimeSpan.FromSeconds(2));
        Assert.Single(one.Fleet.Effects);
        // The other's clock is behind: it is told by the file, at its next look.
        otherClock.Advance(TimeSpan.FromSeconds(1));
        await end.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        Assert.Single(other.Fleet.Effects);
        Assert.Single(File.ReadLines(Path), line => line.Contains("\"effect\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reopen_LineCutOffByAKill_NeverHappened()
    {
        var (first, clock) = Process();
        var vm = Vm(first);
        await first.StartAsync(new PlatformOperation.PowerOff(vm), "k", Cancellation);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Single(first.Fleet.Effects);
        var whole = await File.ReadAllTextAsync(Path, Cancellation);
        await File.AppendAllTextAsync(Path, "{\"entry\":\"" + new string('x', 4000), Cancellation);

        var (second, secondClock) = Process(clock.GetUtcNow());
        Assert.Single(second.Fleet.Effects);
        await second.StartAsync(new PlatformOperation.PowerOn(vm), "k2", Cancellation);
        secondClock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(2, second.Fleet.Effects.Count);
        var kept = await File.ReadAllTextAsync(Path, Cancellation);
        Assert.StartsWith(whole, kept, StringComparison.Ordinal);
        Assert.DoesNotContain("xxx", kept, StringComparison.Ordinal);
        Assert.Equal(2, Process(secondClock.GetUtcNow()).Platform.Fleet.Effects.Count);
    }

    [Fact]
    public void Reopen_DeletedVmAndHostDown_StayThatWay()
    {
        var (first, _) = Process();
        var vms = first.Fleet.Inventory().VirtualMachines;
        first.Fleet.DeleteVm(vms[0].NativeId);
        first.Fleet.SetHost("hv-b-01", HostState.Down);
        var after = Process().Platform.Fleet.Inventory();
        Assert.Equal(vms.Length - 1, after.VirtualMachines.Length);
        Assert.Equal(HostState.Down, after.Hosts.Single(host => host.Name == "hv-b-01").State);
        Assert.Contains(after.VirtualMachines, vm => vm.Host == "hv-b-01");
        Assert.All(after.VirtualMachines.Where(vm => vm.Host == "hv-b-01"), vm => Assert.Equal(PowerState.Unknown, vm.PowerState));
    }

    [Fact]
    public async Task Reopen_LongFile_IsCondensedToTheSameWorld()
    {
        var (first, clock) = Process(timeScale: 0);
        var vms = first.Fleet.Inventory().VirtualMachines;
        for (var round = 0; round < 50; round++)
        {
            foreach (var vm in vms.Select(vm => vm.NativeId))
            {
                PlatformOperation flip = round % 2 == 0 ? new PlatformOperation.PowerOff(vm) : new PlatformOperation.PowerOn(vm);
                await first.StartAsync(flip, $"{round}", Cancellation);
            }

            clock.Advance(TimeSpan.FromHours(12));
        }

        Assert.InRange(File.ReadLines(Path).Count(), 5_001, 6_000);
        var (second, _) = Process(clock.GetUtcNow());
        Assert.Equal(States(first), States(second));
        Assert.Equal(first.Fleet.Effects, second.Fleet.Effects);
        Assert.InRange(File.ReadLines(Path).Count(), 1, 2_000);
        // The first process notices that the file is another one, and reads it.
        await second.StartAsync(new PlatformOperation.Suspend(vms[0].NativeId), "last", Cancellation);
        Assert.Equal(States(second), States(first));

        static IEnumerable<(string, PowerState)> States(SimulatorPlatform platform) =>
            platform.Fleet.Inventory().VirtualMachines.Select(vm => (vm.Name, vm.PowerState));
    }

    [Fact]
    public async Task GetInventory_FileCannotBeUsed_IsUnreachableAndNamesIt()
    {
        await File.WriteAllTextAsync(System.IO.Path.Combine(_folder.FullName, "data"), "a file where the folder should be", Cancellation);
        var off = new PlatformOperation.PowerOff("x");
        var error = await Assert.ThrowsAsync<PlatformException>(() => Process().Platform.StartAsync(off, "k", Cancellation));
        Assert.Equal(PlatformError.Unreachable, error.Error);
        Assert.Contains(Path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetInventory_FileIsNoStateFile_IsUnreachableAndNamesIt()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        await File.WriteAllTextAsync(Path, "not JSON\n", Cancellation);
        var error = await Assert.ThrowsAsync<PlatformException>(() => Process().Platform.GetInventoryAsync(Cancellation));
        Assert.Equal(PlatformError.Unreachable, error.Error);
        Assert.Contains(Path, error.Message, StringComparison.Ordinal);
    }

    private static string Vm(SimulatorPlatform platform) => platform.Fleet.Inventory().VirtualMachines[0].NativeId;

    private (SimulatorPlatform Platform, FakeTimeProvider Clock) Process(DateTimeOffset? now = null, double timeScale = 1)
    {
        var clock = new FakeTimeProvider(now ?? Start);
        return (SimulatorFactory.Create(new SimulatorSettings { StateFile = Path, TimeScale = timeScale }, clock), clock);
    }
}
