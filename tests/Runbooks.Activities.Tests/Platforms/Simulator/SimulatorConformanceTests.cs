using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Simulator;

namespace Runbooks.Activities.Tests.Platforms.Simulator;

public sealed class SimulatorConformanceTests : PlatformConformanceTests
{
    protected override Task<PlatformTestbed> OpenTestbedAsync() =>
        Task.FromResult<PlatformTestbed>(new SimulatorTestbed(new SimulatorSettings()));
}

/// <summary>The same promises on a platform that cannot tell later which calls it was given.</summary>
public sealed class ForgetfulSimulatorConformanceTests : PlatformConformanceTests
{
    protected override Task<PlatformTestbed> OpenTestbedAsync() =>
        Task.FromResult<PlatformTestbed>(new SimulatorTestbed(new SimulatorSettings { RemembersKeys = false }));
}

/// <summary>The same promises on a platform with only some of the capabilities.</summary>
public sealed class LesserSimulatorConformanceTests : PlatformConformanceTests
{
    protected override Task<PlatformTestbed> OpenTestbedAsync() => Task.FromResult<PlatformTestbed>(new SimulatorTestbed(
        new SimulatorSettings { Lacks = [Capability.Suspend, Capability.MemorySnapshot, Capability.LiveDiskSnapshot, Capability.GracefulShutdown, Capability.Events, Capability.Provision, Capability.Delete, Capability.Resize, Capability.Tags, Capability.LiveMigration, Capability.StorageMigration, Capability.Maintenance, Capability.Backup, Capability.GuestPatching] }));
}

/// <summary>The same promises on a platform that copies VMs, always in full.</summary>
public sealed class FullBackupSimulatorConformanceTests : PlatformConformanceTests
{
    protected override Task<PlatformTestbed> OpenTestbedAsync() => Task.FromResult<PlatformTestbed>(new SimulatorTestbed(
        new SimulatorSettings { Lacks = [Capability.IncrementalBackup, Capability.RestoreInPlace] }));
}
