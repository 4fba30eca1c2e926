using Runbooks.Activities.Platforms;

namespace Runbooks.Server.Connections;

public enum ConnectionState
{
    NeverConnected,
    Ok,
    Down,
}

/// <summary>Whether a connection answers.</summary>
/// <param name="Since">When it entered the state.</param>
/// <param name="Error">What the platform said when it was last tried; only when it is down.</param>
public sealed record ConnectionStatus(ConnectionState State, DateTimeOffset Since, PlatformException? Error = null);
