using Runbooks.Server.Triggers.Firings;

namespace Runbooks.Server.Deliveries;

/// <summary>How delivering to somebody goes: kept with whom it is delivered to, since what cannot be taken now keeps the others waiting.</summary>
internal interface IDelivered
{
    /// <summary>Attempts at what cannot be delivered now.</summary>
    int Attempts { get; set; }

    DateTimeOffset? FailingSince { get; set; }

    DateTimeOffset? NextAttemptAt { get; set; }

    string? LastError { get; set; }

    DateTimeOffset? DeliveredAt { get; set; }
}

internal static class DeliveryAttempts
{
    /// <summary>After so long, what cannot be delivered is put aside.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(24);

    public static void Taken(this IDelivered to, DateTimeOffset now) =>
        (to.Attempts, to.FailingSince, to.NextAttemptAt, to.LastError, to.DeliveredAt) = (0, null, null, null, now);

    /// <param name="isFinal">It will never be taken.</param>
    /// <param name="after">Not before, as the receiver asks.</param>
    /// <returns>How many attempts it had, where it is to be put aside; null where it is tried again.</returns>
    public static int? Failed(this IDelivered to, string error, bool isFinal, DateTimeOffset now, TimeSpan? after = null)
    {
        to.Attempts++;
        to.FailingSince ??= now;
        to.LastError = error;
        if (!isFinal && now - to.FailingSince < Patience)
        {
            var wait = StartVerdict.Wait(to.Attempts);
            to.NextAttemptAt = now + (after > wait ? after.Value : wait);
            return null;
        }

        var attempts = to.Attempts;
        to.StartAnew();
        return attempts;
    }

    /// <summary>What is next has had no attempt. What was said last stays, to be seen.</summary>
    public static void StartAnew(this IDelivered to) => (to.Attempts, to.FailingSince, to.NextAttemptAt) = (0, null, null);
}
