namespace Runbooks.Benchmarks;

/// <summary>Two speeds, measured in turns (A B A B), so that whatever else the machine does meets both.</summary>
internal sealed record Rounds(Spread Ratio, Spread Subject, Spread Floor)
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(1);

    // Until the compiler has seen what is hot.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    /// <param name="subject">Works for about so long, and gives how much it did in a second.</param>
    public static async Task<Rounds> MeasureAsync(Func<TimeSpan, Task<double>> subject, Func<TimeSpan, Task<double>> floor, int count = 5)
    {
        await subject(WarmUp);
        await floor(Length);
        var measured = new List<(double Subject, double Floor)>();
        for (var round = 0; round < count; round++) measured.Add((await subject(Length), await floor(Length)));
        return new Rounds(
            Spread.Of(measured.Select(m => m.Subject / m.Floor)), Spread.Of(measured.Select(m => m.Subject)), Spread.Of(measured.Select(m => m.Floor)));
    }

    public override string ToString() => $"{Ratio}   {Subject.Median:N0}/s of {Floor.Median:N0}/s";
}
