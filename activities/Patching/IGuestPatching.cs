namespace Runbooks.Activities.Patching;

/// <summary>A way into one guest. What it changes goes through the unit's operations, so that a restarted server finds what it began.</summary>
internal interface IGuestPatching : IAsyncDisposable
{
    /// <summary>What would change. Changes nothing.</summary>
    Task<IReadOnlyList<PackageChange>> CheckAsync(CancellationToken cancellation);

    /// <summary>Before anything is changed: whether the guest can be reached at all, and what it has.</summary>
    Task PrepareAsync(CancellationToken cancellation);

    /// <exception cref="ActivityFailure">It failed, or it is not known how it ended.</exception>
    Task ApplyAsync(CancellationToken cancellation);

    /// <summary>What has changed since <see cref="PrepareAsync"/>.</summary>
    Task<GuestChange> LookAsync(CancellationToken cancellation);

    /// <summary>Restarts the guest, and waits until it is back; not again where it has been restarted since <see cref="PrepareAsync"/>.</summary>
    /// <exception cref="ActivityFailure">It did not come back (<c>patch.not-back</c>).</exception>
    Task RestartAsync(TimeSpan within, CancellationToken cancellation);

    /// <summary>Whether the guest answers, and the command ends well in it.</summary>
    /// <returns>Null where all is well; else what is not.</returns>
    Task<string?> ProbeAsync(string? command, CancellationToken cancellation);
}

/// <param name="Restarted">It has been restarted since.</param>
/// <param name="WantsRestart">It says that what was changed needs a restart.</param>
internal sealed record GuestChange(IReadOnlyList<PackageChange> Packages, bool Restarted, bool WantsRestart);
