using System.Collections.Immutable;
using System.Globalization;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Workflows.Execution;

/// <summary>Where a step or scope stands in its run: <c>find</c>, <c>hold/off</c>, <c>each/3/check</c>.</summary>
public static class Paths
{
    private const string UndoMark = "undo:";

    public static string Join(string frame, string step) => frame.Length == 0 ? step : $"{frame}/{step}";

    public static string Iteration(string container, int index) => $"{container}/{index}";

    /// <summary>The scope that a step is in: the longest live frame that its path begins with.</summary>
    public static string FrameOf(string path, ImmutableSortedDictionary<string, FrameState> frames)
    {
        var slash = path.LastIndexOf('/');
        var frame = slash < 0 ? "" : path[..slash];
        return frames.ContainsKey(frame) ? frame : throw new InvalidOperationException($"The step '{path}' is in no live scope.");
    }

    /// <summary>Whether a scope is this one or lies inside it.</summary>
    public static bool IsWithin(string path, string frame) =>
        frame.Length == 0 || path == frame || (path.Length > frame.Length && path.StartsWith(frame, StringComparison.Ordinal) && path[frame.Length] == '/');

    /// <summary>Where the undo of a unit stands: no step has such a path.</summary>
    /// <param name="round">How often the run has rolled back: keys of operations differ from those of the time before.</param>
    public static string Undo(int round, int number) => string.Create(CultureInfo.InvariantCulture, $"{UndoMark}{round}.{number}");

    public static bool IsUndo(string path) => path.StartsWith(UndoMark, StringComparison.Ordinal);

    /// <returns>The number among what can be undone; null where it is the path of a step.</returns>
    public static int? UndoOf(string path) =>
        IsUndo(path) ? int.Parse(path.AsSpan(path.IndexOf('.', StringComparison.Ordinal) + 1), NumberStyles.None, CultureInfo.InvariantCulture) : null;

    /// <summary>Identifies a unit within its run, e.g. as the holder of a lease.</summary>
    public static string Unit(string path, string target) => target.Length == 0 ? path : $"{path}/{target}";
}
