using System.ComponentModel.DataAnnotations;

namespace Runbooks.Server.Triggers.RunEnds;

/// <summary>Fires when a run of another workflow ends.</summary>
public sealed record RunEndSettings
{
    /// <summary>Which runs.</summary>
    public required RunEndMatch Run { get; init; }
}

public sealed record RunEndMatch
{
    /// <summary>The workflow whose runs' ends fire; it may be the one that is started.</summary>
    public required string Workflow { get; init; }

    /// <summary>How they ended: completed unless said.</summary>
    [MinLength(1)]
    public IReadOnlyList<RunEndStatus> Status { get; init; } = [RunEndStatus.Completed];
}

public enum RunEndStatus
{
    Completed,
    Failed,
    Cancelled,
    RolledBack,
    RollBackIncomplete,
}
