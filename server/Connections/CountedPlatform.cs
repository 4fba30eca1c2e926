using System.Diagnostics.CodeAnalysis;
using Runbooks.Activities;
using Runbooks.Activities.Platforms;

namespace Runbooks.Server.Connections;

/// <summary>A platform object with a count of those who use it, so that it is disposed only when it is retired and idle.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "The source has no timer and no wait handle, and its token is used to the end.")]
internal sealed class CountedPlatform
{
    /// <summary>How many calls may be unanswered at once: what bounds the harm that a hanging platform does.</summary>
    private const int UnansweredCalls = 16;

    private readonly Lock gate = new();
    private readonly CancellationTokenSource retired = new();
    private readonly TaskCompletionSource disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IPlatform? platform;
    private readonly PlatformException? broken;
    private bool isRetired;
    private int uses;

    public CountedPlatform(Func<IPlatform> create)
    {
        try
        {
            platform = create();
        }
        catch (ActivityFailure error)
        {
            // Stored settings may have become wrong by an update of the server: the connection is shown with its error.
            broken = new PlatformException(PlatformError.Invalid, error.Message, inner: error);
        }
    }

    public SemaphoreSlim Calls { get; } = new(UnansweredCalls);

    public CancellationToken Retired => retired.Token;

    /// <summary>Ends when the platform was retired and the last use is over.</summary>
    public Task Disposed => disposed.Task;

    /// <returns>Null when the platform is retired.</returns>
    /// <exception cref="PlatformException">The platform could not be made from its settings.</exception>
    public IPlatform? TryTake()
    {
        lock (gate)
        {
            if (isRetired) return null;
            if (broken is not null) throw new PlatformException(broken.Error, broken.Message, inner: broken);
            uses++;
            return platform;
        }
    }

    public void Return()
    {
        bool last;
        lock (gate) last = --uses == 0 && isRetired;
        if (last) _ = DisposeAsync();
    }

    /// <summary>Takes no new uses, and asks those that there are to end.</summary>
    public void Retire()
    {
        lock (gate)
        {
            if (isRetired) return;
            isRetired = true;
            // A use of its own, so that nobody's return disposes while the others are being told.
            uses++;
        }

        retired.Cancel();
        Return();
    }

    private async Task DisposeAsync()
    {
        try
        {
            if (platform is not null) await platform.DisposeAsync();
            disposed.TrySetResult();
        }
        catch (Exception error)
        {
            disposed.TrySetException(error);
        }
    }
}
