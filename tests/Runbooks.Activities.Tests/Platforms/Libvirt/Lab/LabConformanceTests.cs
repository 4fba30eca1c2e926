using Runbooks.Lab.Libvirt;

namespace Runbooks.Activities.Tests.Platforms.Libvirt.Lab;

/// <summary>What callers rely on, against real guests.</summary>
[Collection(LibvirtLab.Collection)]
public sealed class LabConformanceTests : PlatformConformanceTests
{
    protected override async Task<PlatformTestbed> OpenTestbedAsync()
    {
        LibvirtLab.IsNeeded();
        return await LabTestbed.OpenAsync();
    }
}
