namespace Runbooks.Activities.Tests.Platforms.HyperV;

/// <summary>What callers rely on, against a stand-in for a cluster of two nodes behind a real OpenSSH server.</summary>
public sealed class HyperVConformanceTests : PlatformConformanceTests
{
    protected override async Task<PlatformTestbed> OpenTestbedAsync() => await HyperVTestbed.OpenAsync();
}
