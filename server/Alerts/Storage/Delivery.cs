namespace Runbooks.Server.Alerts.Storage;

/// <summary>What one request brought, ready to be committed.</summary>
/// <param name="Unread">What could not be read of it.</param>
/// <param name="Once">Where it must not be taken twice.</param>
public sealed record Delivery(
    string Source, DateTimeOffset At, IReadOnlyList<Alert> Alerts, int Truncated = 0, UnreadBody? Unread = null, OnceOnly? Once = null);

/// <param name="Key">Of the source: a signature, a message id.</param>
public sealed record OnceOnly(string Key, DateTimeOffset ForgetAfter);

/// <param name="Accepted">Alerts that said something new.</param>
/// <param name="Duplicates">Alerts that were known.</param>
public sealed record TakenDelivery(int Accepted, int Duplicates);

/// <summary>A body to keep, cut to what is kept of one.</summary>
public sealed record UnreadBody(string? MediaType, long Size, byte[] Kept, string Problem)
{
    public const int MostOfASource = 100;

    private const int Longest = 64 * 1024;
    private const int LongestProblem = 1_000;

    public static UnreadBody Of(string? mediaType, ReadOnlyMemory<byte> body, string problem) => new(
        mediaType is { Length: > 200 } ? mediaType[..200] : mediaType,
        body.Length,
        body[..Math.Min(body.Length, Longest)].ToArray(),
        problem.Length <= LongestProblem ? problem : problem[..(LongestProblem - 1)] + "…");
}
