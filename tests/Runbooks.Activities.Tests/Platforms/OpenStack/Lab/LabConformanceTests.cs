using Runbooks.Lab.OpenStack;

namespace Runbooks.Activities.Tests.Platforms.OpenStack.Lab;

/// <summary>What callers rely on, against a real Keystone and Nova.</summary>
[Collection(OpenStackLab.Collection)]
public sealed class LabConformanceTests : PlatformConformanceTests
{
    protected override async Task<PlatformTestbed> OpenTestbedAsync()
    {
        OpenStackLab.IsNeeded();
        return await LabTestbed.OpenAsync();
    }
}
