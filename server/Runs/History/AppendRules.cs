namespace Runbooks.Server.Runs.History;

/// <summary>What a caller must never ask of a store; a mistake in the engine, not a state of the world.</summary>
internal static class AppendRules
{
    public static void Check(RunStart start)
    {
        Check(start, start.Append);
        if (start.Queued is { } queued)
            Check(start, queued);
        if (start.Slot is { Max: < 1 })
            throw new ArgumentException($"Run {start.RunId} asks for a slot where at most {start.Slot.Max} runs may go.", nameof(start));
    }

    private static void Check(RunStart start, RunAppend append)
    {
        if (append.RunId != start.RunId || append.Epoch != 1 || append.After != 0 || append.Events.Count == 0)
        {
            throw new ArgumentException(
                $"The first append of run {start.RunId} must be its own, with epoch 1, after 0, and at least one event.", nameof(start));
        }
    }
}
