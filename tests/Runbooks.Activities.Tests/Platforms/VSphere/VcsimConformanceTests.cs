namespace Runbooks.Activities.Tests.Platforms.VSphere;

/// <summary>What callers rely on, against the vCenter simulator.</summary>
public sealed class VcsimConformanceTests : PlatformConformanceTests
{
    protected override async Task<PlatformTestbed> OpenTestbedAsync() => await VcsimTestbed.OpenAsync();
}
