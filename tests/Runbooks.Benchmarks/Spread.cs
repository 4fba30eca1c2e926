using System.Globalization;

namespace Runbooks.Benchmarks;

/// <summary>What several rounds gave. The machine is shared, so the median counts, and the ends say how far it can be believed.</summary>
internal sealed record Spread(double Median, double Least, double Most)
{
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return new Spread((sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2, sorted[0], sorted[^1]);
    }

    public override string ToString() => $"{Show(Median)} ({Show(Least)}–{Show(Most)})";

    private static string Show(double value) => value.ToString(value < 10 ? "N2" : value < 100 ? "N1" : "N0", CultureInfo.InvariantCulture);
}
