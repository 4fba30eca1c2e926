using Runbooks.Server.Hosting;

namespace Runbooks.Server.Alerts;

/// <summary>Bound from <c>Runbooks:Alerts</c>.</summary>
internal sealed class AlertOptions : ICheckedOptions
{
    /// <summary>How long an alert is kept after its last delivery, if it has ended.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(90);

    /// <summary>So many are kept at most, open ones included: the oldest go first.</summary>
    public int MostKept { get; init; } = 500_000;

    /// <summary>From this share of a cluster on, alerts about its machines are taken for one failure, on which nothing is changed.</summary>
    public double MassShare { get; init; } = 0.3;

    /// <summary>How close in time they must have begun for that.</summary>
    public TimeSpan MassWindow { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long after a run changed a machine an alert about it is put down to the run.</summary>
    public TimeSpan SelfInflictedFor { get; init; } = TimeSpan.FromMinutes(5);

    public IEnumerable<(string Key, string Message)> Problems()
    {
        if (Retention < TimeSpan.FromDays(1)) yield return (nameof(Retention), "must be a day or longer; write 90.00:00:00 for 90 days.");
        if (MostKept < 10_000) yield return (nameof(MostKept), "must be 10000 or more.");
        if (MassShare is not (> 0 and <= 1)) yield return (nameof(MassShare), "must be above 0 and at most 1.");
        if (MassWindow <= TimeSpan.Zero) yield return (nameof(MassWindow), "must be longer than zero.");
        if (SelfInflictedFor < TimeSpan.Zero) yield return (nameof(SelfInflictedFor), "must not be negative.");
    }
}
