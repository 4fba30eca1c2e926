namespace Runbooks.Server.Access;

/// <summary>What somebody is to the server. Which role may do what is in <see cref="Permissions"/>.</summary>
public enum Role
{
    /// <summary>Sees everything but secrets.</summary>
    Viewer,

    /// <summary>Starts and steers runs.</summary>
    Operator,

    /// <summary>Writes and publishes workflows.</summary>
    Author,

    /// <summary>Decides approvals.</summary>
    Approver,

    Admin,
}
