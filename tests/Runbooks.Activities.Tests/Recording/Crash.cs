using Runbooks.Activities.Tests.Platforms;

namespace Runbooks.Activities.Tests.Recording;

/// <summary>Where the process is to die.</summary>
/// <param name="Point">Null: the operation's end is committed, that of the unit is not.</param>
internal sealed record CrashAt(string Operation, CrashPoint? Point)
{
    public static IEnumerable<CrashAt> Each(string operation) =>
        [.. Enum.GetValues<CrashPoint>().Select(point => new CrashAt(operation, point)), new CrashAt(operation, null)];
}

internal sealed class Crash(CrashAt at) : Exception($"died at {at}");
