using System.Security.Cryptography;
using System.Text;
using Runbooks.Workflows.Definitions;
using Runbooks.Workflows.Execution.Events;

namespace Runbooks.Workflows.Execution;

/// <summary>When a failed unit is tried again (rule 6).</summary>
public static class Retries
{
    /// <summary>The due time with jitter; null where there is no further attempt.</summary>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="seed">Spreads units that failed together; the same for the same unit, so that the decision is a function.</param>
    public static DateTimeOffset? Due(RetryPolicy policy, RunError error, int attempt, DateTimeOffset now, string seed)
    {
        if (attempt >= policy.Attempts || !Matches(policy, error)) return null;
        var factor = policy.Backoff switch
        {
            Backoff.Constant => 1.0,
            Backoff.Linear => attempt,
            _ => Math.Pow(2, Math.Min(attempt - 1, 30)),
        };
        var wait = TimeSpan.FromTicks((long)Math.Min(policy.First.Ticks * factor, policy.Max.Ticks));
        var jittered = wait * (0.8 + (0.4 * Share($"{seed}/{attempt}")));
        return now + (error.RetryAfter is { } asked && asked > jittered ? asked : jittered);
    }

    private static bool Matches(RetryPolicy policy, RunError error) =>
        policy.On.IsDefaultOrEmpty ? error.Retryable : policy.On.Contains(error.Code, StringComparer.Ordinal);

    private static double Share(string seed) =>
        BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(seed))) / (double)uint.MaxValue;
}
