using Runbooks.Server.Runs.Starting;

namespace Runbooks.Server.Triggers.Firings;

/// <summary>What becomes of a firing by what became of its start.</summary>
internal abstract record StartVerdict
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    private StartVerdict()
    {
    }

    public sealed record Started(string RunId) : StartVerdict;

    /// <summary>It may pass.</summary>
    public sealed record Later(string Code, string Why) : StartVerdict;

    /// <summary>It does not pass by itself.</summary>
    public sealed record Never(string Code, string Why) : StartVerdict;

    /// <summary>As it was meant.</summary>
    public sealed record Skip(string Code, string Why) : StartVerdict;

    public static StartVerdict Of(string workflow, StartOutcome outcome) => outcome switch
    {
        StartOutcome.Accepted accepted => new Started(accepted.RunId),
        StartOutcome.NoSuchWorkflow none => new Later("workflow.not-found", none.Message),
        StartOutcome.Paused paused => new Later("workflow.paused", paused.Message),
        StartOutcome.BadInputs bad => new Never("inputs.invalid", string.Join(" ", bad.Problems.Select(problem => $"{problem.Path}: {problem.Message}"))),
        StartOutcome.Busy busy => new Skip(
            "workflow.busy", $"'{workflow}' has as many runs as it may have at once, and its policy is to skip. Running: {string.Join(", ", busy.Runs)}."),
        _ => throw new InvalidOperationException($"No verdict for {outcome.GetType().Name}."),
    };

    /// <summary>How long to wait before the next attempt.</summary>
    /// <param name="attempts">Those made, 1 or more.</param>
    public static TimeSpan Wait(int attempts)
    {
        var wait = FirstWait * Math.Pow(2, Math.Min(attempts - 1, 20));
        return wait < LongestWait ? wait : LongestWait;
    }
}
