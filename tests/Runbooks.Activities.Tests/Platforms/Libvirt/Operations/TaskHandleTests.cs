using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Libvirt.Operations;

namespace Runbooks.Activities.Tests.Platforms.Libvirt.Operations;

public sealed class TaskHandleTests
{
    private const string Vm = "6695eb01-f6a4-8304-79aa-97f2502e193f";

    [Fact]
    public void Parse_SnapshotNameWithColons_IsKept()
    {
        var operation = new PlatformOperation.RemoveSnapshot(Vm, "a:b c");
        var handle = TaskHandle.Of(operation, "a:b c");
        Assert.Equal($"remove-snapshot:{Vm}:a:b c", handle);
        Assert.Equal("a:b c", TaskHandle.Parse(operation, handle).Detail);
    }

    [Theory]
    [InlineData("not a handle")]
    [InlineData("power-off:" + Vm)]
    [InlineData("shutdown:77000000-0000-4000-8000-000000000001")]
    public void Parse_HandleOfSomethingElse_IsInvalid(string handle) => Assert.Equal(
        PlatformError.Invalid,
        Assert.Throws<PlatformException>(() => TaskHandle.Parse(new PlatformOperation.Shutdown(Vm), handle)).Error);
}
