using Microsoft.Extensions.Time.Testing;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Simulator;

namespace Runbooks.Activities.Tests.Platforms.Simulator;

/// <summary>A simulated fleet on a virtual clock. It counts effects, and everything can be broken.</summary>
internal sealed class SimulatorTestbed : PlatformTestbed, IFaultInjector
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);
    private static readonly SimulatorFault Unauthorised = new() { Error = PlatformError.Unauthorised };

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 15, 9, 0, 0, TimeSpan.Zero));
    private readonly SimulatorSettings _settings;
    private readonly SimulatedFleet _fleet;
    private readonly VirtualMachine _vm, _deaf;

    public SimulatorTestbed(SimulatorSettings settings)
    {
        _settings = settings with { DeafGuests = ["app-01"] };
        _fleet = SimulatorFactory.Create(_settings, _clock).Fleet;
        _vm = Named("web-01");
        _deaf = Named("app-01");
    }

    public override string Platform => SimulatorFactory.Name;

    public override string Vm => _vm.NativeId;

    public override string? DeafVm => _deaf.NativeId;

    public override IFaultInjector? Faults => this;

    public IReadOnlySet<PlatformFault> Injectable { get; } = Enum.GetValues<PlatformFault>().ToHashSet();

    public override IPlatform Connect() => SimulatorFactory.Create(_settings, _clock);

    /// <summary>To verify has none.</summary>
    public override Task<int?> CountEffectsAsync(PlatformOperation operation) => Task.FromResult<int?>(
        operation is PlatformOperation.VerifyBackup ? null : _fleet.Effects.Count(
            effect => effect.Vm == operation.NativeId && operation.Name.StartsWith(effect.Operation, StringComparison.Ordinal)));

    public override Task<string?> RepositoryBesideTheVmAsync() => Task.FromResult<string?>(_vm.Storages[0]);

    public override Task<IReadOnlyList<string>?> ListBackupsAsync() => Task.FromResult<IReadOnlyList<string>?>(_fleet.Backups);

    public override Task<bool> DamageBackupAsync(BackupCopy copy)
    {
        _fleet.DamageBackup(copy.Id);
        return Task.FromResult(true);
    }

    public override async Task<T> EndAsync<T>(Task<T> task)
    {
        for (var passed = TimeSpan.Zero; !task.IsCompleted && passed < Patience; passed += Tick) await PassAsync(Tick);
        return await task.WaitAsync(Patience);
    }

    public override async Task PassAsync(TimeSpan time)
    {
        _clock.Advance(time);
        await Task.Yield();
    }

    public Task InjectAsync(PlatformFault fault, string vm)
    {
        if (Rule(fault) is { } rule) _fleet.Inject(rule);
        else if (fault == PlatformFault.Unreachable) _fleet.Unreachable = true;
        else if (fault == PlatformFault.VmDeleted) _fleet.DeleteVm(vm);
        else _fleet.SetHost(_vm.Host!, HostState.Down);
        return Task.CompletedTask;
    }

    public Task MendAsync(PlatformFault fault)
    {
        if (Rule(fault) is { } rule) _fleet.Mend(rule);
        else if (fault == PlatformFault.Unreachable) _fleet.Unreachable = false;
        else _fleet.SetHost(_vm.Host!, HostState.Up);
        return Task.CompletedTask;
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static SimulatorFault? Rule(PlatformFault fault) => fault switch
    {
        PlatformFault.Unauthorised => Unauthorised,
        PlatformFault.Busy => new SimulatorFault { Operation = "power-off", Error = PlatformError.Busy },
        PlatformFault.NoCapacity => new SimulatorFault { Operation = "power-on", Error = PlatformError.Capacity, At = FaultPoint.End },
        _ => null,
    };

    private VirtualMachine Named(string name) => _fleet.Inventory().VirtualMachines.Single(vm => vm.Name == name);
}
