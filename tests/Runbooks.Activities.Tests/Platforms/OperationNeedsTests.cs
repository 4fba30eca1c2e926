using System.Runtime.CompilerServices;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Tests.Platforms;

public sealed class OperationNeedsTests
{
    [Fact]
    public void Of_EveryOperation_NeedsSomething() =>
        Assert.All(Operations(), operation => Assert.NotEmpty(OperationNeeds.Of(operation)));

    [Fact]
    public void Of_SnapshotWithoutMemory_NeedsMoreWhileTheVmIsOn()
    {
        var create = new PlatformOperation.CreateSnapshot("vm", "s", Memory: false);
        Assert.DoesNotContain(Capability.LiveDiskSnapshot, OperationNeeds.Of(create, PowerState.Off));
        Assert.Contains(Capability.LiveDiskSnapshot, OperationNeeds.Of(create, PowerState.On));
    }

    [Fact]
    public void Require_OneIsLacking_IsUnsupportedAndNamesIt()
    {
        IReadOnlySet<Capability> has = new HashSet<Capability> { Capability.Power };
        var error = Assert.Throws<PlatformException>(() => has.Require("this platform", new PlatformOperation.Suspend("vm")));
        Assert.Equal((PlatformError.Unsupported, "this platform lacks Suspend"), (error.Error, error.Message));
        has.Require("this platform", new PlatformOperation.PowerOn("vm"));
    }

    private static IEnumerable<PlatformOperation> Operations() => typeof(PlatformOperation).GetNestedTypes()
        .Where(type => type.IsSubclassOf(typeof(PlatformOperation)))
        .Select(type => (PlatformOperation)RuntimeHelpers.GetUninitializedObject(type));
}
