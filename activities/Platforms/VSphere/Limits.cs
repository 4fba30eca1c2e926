namespace Runbooks.Activities.Platforms.VSphere;

/// <summary>How long anything may take before a caller hears of it, and how much is asked at a time.</summary>
internal static class Limits
{
    public static readonly TimeSpan Connect = TimeSpan.FromSeconds(10);

    /// <summary>An answer. vCenter takes its time for large reads, and for the start of tasks when it is busy.</summary>
    public static readonly TimeSpan Call = TimeSpan.FromMinutes(2);

    /// <summary>Leaving a session behind when the connection is closed.</summary>
    public static readonly TimeSpan Logout = TimeSpan.FromSeconds(2);

    /// <summary>How long vCenter is asked to wait for changes before it answers that there were none.</summary>
    public static readonly TimeSpan WaitForUpdates = TimeSpan.FromSeconds(15);

    /// <summary>How often a task or a state is looked at: at first, and at the slowest.</summary>
    public static readonly TimeSpan PollFirst = TimeSpan.FromMilliseconds(100), PollLast = TimeSpan.FromSeconds(3);

    /// <summary>How long awaiting a task outlasts a vCenter that is gone: it may only be a blink of the network.</summary>
    public static readonly TimeSpan Reconnect = TimeSpan.FromSeconds(10);

    /// <summary>How long an operation without a task may leave no trace before it counts as not carried out.</summary>
    public static readonly TimeSpan Settle = TimeSpan.FromSeconds(30);

    /// <summary>vCenter locks an account after five wrong passwords within three minutes: a refused login is not repeated sooner.</summary>
    public static readonly TimeSpan LoginAgain = TimeSpan.FromMinutes(1);

    public const int CallsAtATime = 16;

    /// <summary>Objects in one page of an answer.</summary>
    public const int PageSize = 500;

    /// <summary>Objects in one query of counters.</summary>
    public const int MetricsBatch = 50;
}
