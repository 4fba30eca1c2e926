using System.Collections.Immutable;

namespace Runbooks.Server.FleetRules.Deciding;

/// <summary>Where an object stands with a rule.</summary>
internal enum Standing
{
    /// <summary>The condition does not hold, or is not known to.</summary>
    Clear,

    /// <summary>The condition holds, and not yet for long enough.</summary>
    Pending,

    /// <summary>It held for long enough; the rule has fired, once.</summary>
    Firing,

    /// <summary>It comes and goes too often: nothing fires until it has come seldom for a while.</summary>
    Flapping,

    /// <summary>A run holds the object or changed it just now: what the rule sees is that run's work.</summary>
    SelfInflicted,
}

/// <summary>An object's state. Two that say the same are equal, so that only changes are written.</summary>
/// <param name="Since">When it came to stand so.</param>
/// <param name="Episode">When the condition began to hold, which with rule and object names what fires.</param>
/// <param name="Starts">When it last fired or would have, the oldest first; no more than the rule needs to know flapping by.</param>
/// <param name="Run">The run that it is put down to.</param>
internal sealed record ObjectState(
    Standing Standing, DateTimeOffset Since, DateTimeOffset Episode, ImmutableArray<DateTimeOffset> Starts, string? Run = null)
{
    public static readonly ObjectState Clear = new(Standing.Clear, default, default, []);

    public bool Equals(ObjectState? other) =>
        other is not null && (Standing, Since, Episode, Run) == (other.Standing, other.Since, other.Episode, other.Run)
        && Starts.AsSpan().SequenceEqual(other.Starts.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Standing, Since, Episode, Run, Starts.Length);
}
