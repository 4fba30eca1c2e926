namespace Runbooks.Activities.Platforms.Libvirt;

/// <summary>How long anything may take before a caller hears of it.</summary>
internal static class Limits
{
    /// <summary>Opening a connection; a libvirtd that hangs accepts it and never answers.</summary>
    public static readonly TimeSpan Open = TimeSpan.FromSeconds(10);

    /// <summary>The share in an attempt to connect that has hung for that long already.</summary>
    public static readonly TimeSpan OpenAgain = TimeSpan.FromSeconds(1);

    /// <summary>A call to one object. Above the 30 s after which libvirtd itself gives up waiting for a busy domain.</summary>
    public static readonly TimeSpan Call = TimeSpan.FromSeconds(40);

    /// <summary>Reading a whole host, one domain after the other.</summary>
    public static readonly TimeSpan Inventory = TimeSpan.FromMinutes(2);

    /// <summary>How long starting an operation waits for its end, so that quick ones are over, and errors known, with the handle.</summary>
    public static readonly TimeSpan HeadStart = TimeSpan.FromSeconds(2);

    /// <summary>How often the state is read while events are awaited: events get lost with connections.</summary>
    public static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);

    /// <summary>How long awaiting an operation outlasts a libvirtd that is gone: it may only be restarting.</summary>
    public static readonly TimeSpan Reconnect = TimeSpan.FromSeconds(30);

    /// <summary>How long an operation that another process began may leave no trace before it counts as not carried out.</summary>
    public static readonly TimeSpan Settle = TimeSpan.FromSeconds(30);

    /// <summary>Messages are sent to libvirtd at this interval; after so many without an answer the connection is given up.</summary>
    public const int KeepAliveSeconds = 3, KeepAliveCount = 3;

    /// <summary>Blocking calls at a time on one connection. libvirtd stops listening to a client with five (max_client_requests).</summary>
    public const int CallsAtATime = 4;
}
