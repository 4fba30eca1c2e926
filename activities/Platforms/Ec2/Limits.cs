namespace Runbooks.Activities.Platforms.Ec2;

/// <summary>How long anything may take before a caller hears of it.</summary>
internal static class Limits
{
    /// <summary>One call, one attempt.</summary>
    public static readonly TimeSpan Call = TimeSpan.FromSeconds(30);

    /// <summary>How often the SDK repeats a call by its standard mode.</summary>
    public const int Retries = 3;

    /// <summary>How often an instance is looked at while its change is awaited.</summary>
    public static readonly TimeSpan Poll = TimeSpan.FromSeconds(3);

    /// <summary>The longest pause between looks while EC2 throttles them.</summary>
    public static readonly TimeSpan SlowPoll = TimeSpan.FromSeconds(30);

    /// <summary>How long awaiting a change outlasts an EC2 that cannot be reached.</summary>
    public static readonly TimeSpan Reconnect = TimeSpan.FromSeconds(30);

    /// <summary>How long a change may leave no trace before it counts as not carried out: EC2 shows old states for some seconds.</summary>
    public static readonly TimeSpan Settle = TimeSpan.FromSeconds(60);

    /// <summary>How long EC2 may not know an instance that it has just made ("eventual consistency").</summary>
    public static readonly TimeSpan Newborn = TimeSpan.FromMinutes(2);

    /// <summary>What Describe calls give at once.</summary>
    public const int Page = 1000, PageOfTypes = 100, PageOfHosts = 500;

    /// <summary>CloudWatch keeps a point for every five minutes of each instance, without extra charge.</summary>
    public static readonly TimeSpan MetricPeriod = TimeSpan.FromMinutes(5);

    /// <summary>How old the last point may be before a load counts as unknown: points come a few minutes late.</summary>
    public static readonly TimeSpan MetricAge = TimeSpan.FromMinutes(16);

    /// <summary>Queries in one GetMetricData.</summary>
    public const int MetricQueries = 500;
}
