namespace Runbooks.Server.Fleet.Following;

/// <summary>How long to leave a connection alone after it failed.</summary>
internal static class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1), Longest = TimeSpan.FromMinutes(1);

    // Wrong credentials do not mend themselves, and trying them often locks accounts.
    private static readonly TimeSpan FirstRefused = TimeSpan.FromMinutes(1), LongestRefused = TimeSpan.FromMinutes(15);

    /// <summary>Doubles with each failure up to a bound, give or take a fifth so that connections do not return in step.</summary>
    /// <param name="failures">How many in a row, from 1.</param>
    /// <param name="retryable">Whether waiting may help.</param>
    /// <param name="chance">0 to 1, evenly spread.</param>
    public static TimeSpan Delay(int failures, bool retryable, double chance)
    {
        var (first, longest) = retryable ? (First, Longest) : (FirstRefused, LongestRefused);
        var doubled = first * Math.Pow(2, Math.Min(failures - 1, 20));
        return (doubled < longest ? doubled : longest) * (0.8 + (0.4 * chance));
    }
}
