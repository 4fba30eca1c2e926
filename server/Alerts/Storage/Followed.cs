namespace Runbooks.Server.Alerts.Storage;

/// <summary>What was found out about alerts, and how far that went.</summary>
internal sealed record Followed(
    IReadOnlyList<StoredFinding> Findings, IReadOnlyList<AlertOutcomeEntity> Outcomes, IReadOnlyList<AlertFollowUpEntity> FollowUps, AlertCursorEntity? Cursor = null)
{
    public bool IsNothing => Findings.Count == 0 && Outcomes.Count == 0 && FollowUps.Count == 0 && Cursor is null;
}

/// <param name="Json">See <see cref="AlertEntity.Finding"/>.</param>
/// <param name="Target">The id of the VM or host.</param>
internal sealed record StoredFinding(long Alert, string Json, string? Target);
