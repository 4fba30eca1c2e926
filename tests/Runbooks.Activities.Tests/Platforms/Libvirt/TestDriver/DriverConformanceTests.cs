namespace Runbooks.Activities.Tests.Platforms.Libvirt.TestDriver;

/// <summary>What callers rely on, against the real library, without a daemon.</summary>
[Collection(TestDriver)]
public sealed class DriverConformanceTests : PlatformConformanceTests
{
    /// <summary>The imaginary host is one for the whole process.</summary>
    public const string TestDriver = "libvirt test driver";

    protected override Task<PlatformTestbed> OpenTestbedAsync()
    {
        Machine.NeedsLibvirt();
        return Task.FromResult<PlatformTestbed>(new DriverTestbed());
    }
}
