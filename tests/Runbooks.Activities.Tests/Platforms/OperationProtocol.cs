using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Tests.Platforms;

/// <summary>Where a process dies in the life of an operation.</summary>
public enum CrashPoint
{
    /// <summary>The intent is committed; the platform was not called.</summary>
    Intent,

    /// <summary>The platform was called; the handle was not committed.</summary>
    Call,

    /// <summary>The handle is committed; the end was not awaited.</summary>
    Handle,

    /// <summary>The operation is over; its end was not committed.</summary>
    Settle,
}

public enum Recovery
{
    Settled,

    /// <summary>A <c>once</c> operation whose fate cannot be told: reported, not repeated.</summary>
    Interrupted,
}

/// <summary>What the engine does with an operation, and what a successor does after a crash, without an engine.</summary>
internal static class OperationProtocol
{
    /// <returns>The handle, if the process lived long enough to commit it.</returns>
    public static async Task<string?> RunUntilAsync(
        CrashPoint crash,
        IPlatform platform,
        PlatformTestbed testbed,
        PlatformOperation operation,
        string key,
        CancellationToken cancellation)
    {
        if (crash == CrashPoint.Intent) return null;
        var handle = await platform.StartAsync(operation, key, cancellation);
        if (crash == CrashPoint.Call) return null;
        if (crash == CrashPoint.Settle)
            await testbed.EndAsync(platform.AwaitAsync(operation, handle, null, cancellation));
        return handle;
    }

    /// <summary>Attach by handle; else find; else repeat where the kind of operation allows it.</summary>
    public static async Task<Recovery> RecoverAsync(
        IPlatform platform,
        PlatformTestbed testbed,
        PlatformOperation operation,
        string key,
        string? handle,
        CancellationToken cancellation)
    {
        handle ??= await FindOrRepeatAsync(platform, operation, key, cancellation);
        if (handle is null) return Recovery.Interrupted;
        await testbed.EndAsync(platform.AwaitAsync(operation, handle, null, cancellation));
        return Recovery.Settled;
    }

    private static async Task<string?> FindOrRepeatAsync(
        IPlatform platform, PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var sighting = await platform.FindAsync(operation, key, cancellation);
        if (sighting is Sighting.Found found) return found.Handle;
        return sighting is Sighting.Unknown && platform.KindOf(operation) == OperationKind.Once
            ? null
            : await platform.StartAsync(operation, key, cancellation);
    }
}
