namespace Runbooks.Server.Runs.History.Sqlite;

internal static class InboxLimits
{
    /// <summary>Messages that a run may have from outside before it has consumed any.</summary>
    public const int Waiting = 1_000;

    /// <summary>Consumed ids that a run remembers, so that a run which gets messages for years does not grow for years.</summary>
    public const int Seen = 10_000;
}
