using System.Collections.Immutable;
using System.Text.Json;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Server.Runs.Execution;

/// <summary>The state as a disposable cache: one that cannot be read is left aside, and the history folded from its beginning. So is one that
/// another build of the fold has written: what it made of the same events may be something else.</summary>
internal static class StateCodec
{
    private static readonly byte[] Build = typeof(Evolution).Module.ModuleVersionId.ToByteArray();

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static byte[] Write(RunState state) => [.. Build, .. JsonSerializer.SerializeToUtf8Bytes(state, Options)];

    public static RunState? TryRead(byte[] data)
    {
        if (!data.AsSpan().StartsWith(Build)) return null;
        try
        {
            var state = JsonSerializer.Deserialize<RunState>(data.AsSpan(Build.Length), Options);
            return state is null ? null : Ordinal(state);
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>JSON does not carry how the sorted collections compare.</summary>
    private static RunState Ordinal(RunState state) => state with
    {
        Frames = state.Frames.WithComparers(StringComparer.Ordinal),
        Active = state.Active.WithComparer(StringComparer.Ordinal),
        Steps = state.Steps.ToDictionaryOrdinal(),
    };

    private static ImmutableDictionary<string, StepState> ToDictionaryOrdinal(
        this ImmutableDictionary<string, StepState> steps)
    {
        var result = ImmutableDictionary.CreateBuilder<string, StepState>(StringComparer.Ordinal);
        foreach (var (path, step) in steps)
            result[path] = step.Units is { } units ? step with { Units = units with { Active = units.Active.WithComparer(StringComparer.Ordinal) } } : step;
        return result.ToImmutable();
    }
}
