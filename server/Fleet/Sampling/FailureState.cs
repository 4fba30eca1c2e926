namespace Runbooks.Server.Fleet.Sampling;

/// <summary>Whether something repeated fails just now, so that it is logged when that changes and not each time.</summary>
internal sealed class FailureState
{
    private bool failing;

    /// <summary>True where it worked the time before.</summary>
    public bool Begins() => !failing && (failing = true);

    /// <summary>True where it failed the time before.</summary>
    public bool Ends() => failing && !(failing = false);
}
