namespace Runbooks.Activities.Platforms.OpenStack;

/// <summary>How long anything may take before a caller hears of it, and how much is asked for at once.</summary>
internal static class Limits
{
    public static readonly TimeSpan Connect = TimeSpan.FromSeconds(10);

    /// <summary>One call.</summary>
    public static readonly TimeSpan Call = TimeSpan.FromSeconds(60);

    public const int CallsAtATime = 8;

    /// <summary>How long before its end a token is replaced; of one that lives shorter than that, at four fifths of its life.</summary>
    public static readonly TimeSpan RenewBefore = TimeSpan.FromMinutes(5);

    /// <summary>How long credentials that Keystone refused are not tried again: it may lock the user after some attempts.</summary>
    public static readonly TimeSpan LoginAgain = TimeSpan.FromMinutes(1);

    /// <summary>How often a server is looked at while its change is awaited.</summary>
    public static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);

    /// <summary>The longest pause between looks while the cloud throttles them.</summary>
    public static readonly TimeSpan SlowPoll = TimeSpan.FromSeconds(30);

    /// <summary>How long awaiting a change outlasts a cloud that cannot be reached.</summary>
    public static readonly TimeSpan Reconnect = TimeSpan.FromSeconds(30);

    /// <summary>How long a change may leave no trace before it counts as not carried out: requests wait in queues.</summary>
    public static readonly TimeSpan Settle = TimeSpan.FromSeconds(90);

    /// <summary>How long a server that was just accepted may not be found: it moves from the queue into its cell.</summary>
    public static readonly TimeSpan Newborn = TimeSpan.FromSeconds(30);

    /// <summary>What one list call gives; a cloud may give less.</summary>
    public const int Page = 500;
}
