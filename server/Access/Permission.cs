namespace Runbooks.Server.Access;

/// <summary>What an endpoint asks of its caller. One for each kind of consequence, not one for each endpoint.</summary>
public enum Permission
{
    /// <summary>See workflows, runs, the fleet, alerts, approvals.</summary>
    Look,

    /// <summary>Compute what a run would do, or rehearse it: changes nothing.</summary>
    Plan,

    /// <summary>Start, pause, cancel and rerun runs; fire, pause and resume triggers and workflows.</summary>
    Operate,

    /// <summary>Stop all automation.</summary>
    Stop,

    /// <summary>Write, publish and restore workflows; write triggers.</summary>
    Author,

    /// <summary>Decide what waits for approval.</summary>
    Approve,

    /// <summary>See what secrets there are, never their values.</summary>
    ListSecrets,

    /// <summary>Connections, secrets, guards, keys and people; the audit.</summary>
    Administer,
}
