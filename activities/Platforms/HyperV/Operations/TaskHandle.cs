using System.Globalization;

namespace Runbooks.Activities.Platforms.HyperV.Operations;

/// <summary>Hyper-V's jobs are forgotten minutes after their end, and their ids tell nothing then. A handle says what was asked of which VM, and
/// when, so that any process can tell from the VM whether it is done: <c>migrate to hv-2|{vm}|1768467600|</c>.</summary>
/// <param name="Target">The VM, or the host.</param>
/// <param name="Mark">What else tells this one: of what is made, its key.</param>
internal sealed record TaskHandle(string Name, string Target, DateTimeOffset Since, string Mark)
{
    private const char Separator = '|';

    public static string Of(PlatformOperation operation, DateTimeOffset since, string mark = "", string? target = null) =>
        string.Join(Separator, operation.Name, target ?? operation.NativeId, since.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), mark);

    /// <exception cref="PlatformException"><see cref="PlatformError.Invalid"/>: not a handle of this operation.</exception>
    public static TaskHandle Parse(PlatformOperation operation, string handle)
    {
        // Of a VM that is made, the operation has the name, and only the handle the id.
        if (Read(handle) is { } read && read.Name == operation.Name && (operation is PlatformOperation.Provision || read.Target == operation.NativeId)) return read;
        throw new PlatformException(PlatformError.Invalid, $"'{handle}' is no handle of {operation.Name} on {operation.NativeId}");
    }

    /// <summary>Null where it is a handle of something else.</summary>
    public static TaskHandle? OfMove(string handle) =>
        Read(handle) is { } read && read.Name.StartsWith("migrate to ", StringComparison.Ordinal) ? read : null;

    public bool IsOlderThan(TimeSpan limit, DateTimeOffset now) => now - Since > limit;

    private static TaskHandle? Read(string handle)
    {
        // The operation's name has the names of hosts and snapshots in it, and these may have anything in theirs.
        var parts = handle.Split(Separator);
        return parts.Length >= 4 && long.TryParse(parts[^2], NumberStyles.None, CultureInfo.InvariantCulture, out var since)
            ? new TaskHandle(string.Join(Separator, parts[..^3]), parts[^3], DateTimeOffset.FromUnixTimeSeconds(since), parts[^1])
            : null;
    }
}
