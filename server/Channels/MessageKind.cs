namespace Runbooks.Server.Channels;

/// <summary>What people are told.</summary>
public enum MessageKind
{
    /// <summary>A trigger recommends a run, which waits for somebody to start it.</summary>
    Recommendation,

    /// <summary>Many fail together, so that nothing is changed: a storm of a fleet rule, or alerts of a large part of a cluster.</summary>
    Page,

    RunFailed,

    /// <summary>A run waits for an approval.</summary>
    Approval,

    /// <summary>A trigger started nothing although it should have: its start failed, its time was missed, or it went round in a circle.</summary>
    TriggerFailed,
}
