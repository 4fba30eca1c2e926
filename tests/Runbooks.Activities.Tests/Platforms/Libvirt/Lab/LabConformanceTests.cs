namespace Runbooks.Activities.Tests.Platforms.Libvirt.Lab;

/// <summary>What callers rely on, against real guests.</summary>
[Collection(LibvirtLab.Collection)]
public sealed class LabConformanceTests : PlatformConformanceTests
{
    protected override async Task<PlatformTestbed> OpenTestbedAsync()
    {
        Machine.NeedsLab();
        return await LabTestbed.OpenAsync();
    }
}
