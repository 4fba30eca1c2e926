namespace Runbooks.Activities.Tests.Platforms.OpenStack;

/// <summary>What callers rely on, against a stand-in that speaks OpenStack's APIs over a real connection.</summary>
public sealed class OpenStackConformanceTests : PlatformConformanceTests
{
    protected override async Task<PlatformTestbed> OpenTestbedAsync() => await OpenStackTestbed.OpenAsync();
}
