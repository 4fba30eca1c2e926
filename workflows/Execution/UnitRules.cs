using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Runbooks.Workflows.Execution;

/// <summary>How a step's units, or a for-each's iterations, are let go: the inputs that are the engine's and not the activity's.</summary>
/// <param name="Concurrency">How many at once.</param>
/// <param name="FailureBudget">How many may fail before nothing more is started.</param>
/// <param name="Rings">Ascending numbers of units; those of one ring begin when all before have settled.</param>
public sealed record UnitRules(int Concurrency, int FailureBudget, ImmutableArray<int> Rings)
{
    public const int DefaultConcurrency = 10;

    internal static readonly string[] Names = ["concurrency", "failureBudget", "rings"];

    public static UnitRules Read(JsonElement input, int count, int defaultConcurrency = DefaultConcurrency) => new(
        Math.Clamp(Number(input, "concurrency") ?? defaultConcurrency, 1, 1000),
        Math.Max(0, Number(input, "failureBudget") ?? 0),
        Boundaries(input, count));

    /// <summary>The input without the engine's part.</summary>
    public static JsonElement Strip(JsonElement input)
    {
        if (input.ValueKind != JsonValueKind.Object || !Names.Any(n => input.TryGetProperty(n, out _))) return input;
        return JsonSerializer.SerializeToElement(
            input.EnumerateObject().Where(p => !Names.Contains(p.Name)).ToDictionary(p => p.Name, p => p.Value));
    }

    /// <summary>How many units may have begun when so many have settled.</summary>
    public int Allowance(int settled, int count)
    {
        foreach (var ring in Rings)
            if (settled < ring) return ring;
        return count;
    }

    private static int? Number(JsonElement input, string name) =>
        input.ValueKind == JsonValueKind.Object && input.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
            ? (int)Math.Clamp(value.GetDouble(), 0, int.MaxValue)
            : null;

    private static ImmutableArray<int> Boundaries(JsonElement input, int count)
    {
        if (input.ValueKind != JsonValueKind.Object || !input.TryGetProperty("rings", out var rings) || rings.ValueKind != JsonValueKind.Array)
            return [];
        var highest = 0;
        return [.. rings.EnumerateArray().Select(ring => highest = Math.Max(highest, Math.Min(count, Size(ring, count))))];
    }

    private static int Size(JsonElement ring, int count) => ring.ValueKind switch
    {
        JsonValueKind.Number => (int)Math.Clamp(ring.GetDouble(), 1, count),
        JsonValueKind.String when double.TryParse(
            ring.GetString()!.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out var percent) =>
            (int)Math.Ceiling(count * Math.Clamp(percent, 0, 100) / 100),
        _ => count,
    };
}
