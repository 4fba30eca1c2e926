namespace Runbooks.Activities.Tests.Platforms.Ec2;

/// <summary>What callers rely on, against a stand-in that speaks EC2's protocol over a real connection.</summary>
public sealed class Ec2ConformanceTests : PlatformConformanceTests
{
    protected override async Task<PlatformTestbed> OpenTestbedAsync() => await Ec2Testbed.OpenAsync();
}
