namespace Runbooks.Activities.Platforms.HyperV;

/// <summary>How long anything may take before a caller hears of it, and how much is asked for at once.</summary>
internal static class Limits
{
    public static readonly TimeSpan Connect = TimeSpan.FromSeconds(15);

    /// <summary>One script. A large host lists its VMs for many seconds, and PowerShell itself takes one to start.</summary>
    public static readonly TimeSpan Call = TimeSpan.FromMinutes(3);

    /// <summary>Scripts at a time. Windows' OpenSSH server takes ten on a connection, and each is a process on the host.</summary>
    public const int CallsAtATime = 4;

    /// <summary>How long a script waits for the end of what it began, to hear of errors, before it leaves it to Hyper-V.</summary>
    public const int HeadStartSeconds = 5;

    /// <summary>How often a VM is looked at while its change is awaited.</summary>
    public static readonly TimeSpan Poll = TimeSpan.FromSeconds(3);

    /// <summary>How long awaiting a change outlasts a host that cannot be reached: it may only be restarting its SSH.</summary>
    public static readonly TimeSpan Reconnect = TimeSpan.FromSeconds(30);

    /// <summary>How long a change may leave no trace before it counts as not carried out.</summary>
    public static readonly TimeSpan Settle = TimeSpan.FromSeconds(60);

    /// <summary>Messages that keep a connection open, and find one that is dead.</summary>
    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);
}
