using Runbooks.Activities.Operations;

namespace Runbooks.Activities.Tests.Platforms;

/// <summary>A process dies at each point of an operation's life, and its successor recovers: at most one effect a key.</summary>
public abstract partial class PlatformConformanceTests
{
    public static MatrixTheoryData<string, CrashPoint> Crashes => new(OperationNames.Select(row => row.Data), Enum.GetValues<CrashPoint>());

    [Theory]
    [Trait("Engine", "2 One effect per key")]
    [Trait("Engine", "9 Kill at intent, call, handle, settle")]
    [MemberData(nameof(Crashes))]
    public async Task Recover_AfterACrash_HasAtMostOneEffect(string name, CrashPoint crash)
    {
        var operation = await PrepareAsync(name);
        var key = NewKey();
        var handle = await OperationProtocol.RunUntilAsync(crash, Platform, Testbed, operation, key, Cancellation);

        var recovery = await OperationProtocol.RecoverAsync(Reconnect(), Testbed, operation, key, handle, Cancellation);

        if (recovery == Recovery.Settled)
        {
            await HadEffectsAsync(1, operation);
            return;
        }

        Assert.Equal(OperationKind.Once, Platform.KindOf(operation));
        if (await Testbed.CountEffectsAsync(operation) is { } counted) Assert.InRange(counted, 0, 1);
    }

    [Theory]
    [MemberData(nameof(OperationNames))]
    public async Task Recover_CrashAfterCrash_HasAtMostOneEffect(string name)
    {
        var operation = await PrepareAsync(name);
        var key = NewKey();
        await OperationProtocol.RunUntilAsync(CrashPoint.Call, Platform, Testbed, operation, key, Cancellation);
        await OperationProtocol.RecoverAsync(Reconnect(), Testbed, operation, key, null, Cancellation);
        await OperationProtocol.RecoverAsync(Reconnect(), Testbed, operation, key, null, Cancellation);
        if (await Testbed.CountEffectsAsync(operation) is { } counted) Assert.InRange(counted, 0, 1);
    }
}
