using System.Globalization;

namespace Runbooks.Activities.Platforms.OpenStack.Operations;

/// <summary>Says what was asked of which server, when, and by which request, so that any process can tell from Nova's records whether it
/// is done: <c>resize|{server}|1768467600|req-…|</c>.</summary>
/// <param name="Target">The server, or the host.</param>
/// <param name="Request">Under which Nova records the action; empty where nothing had to be asked.</param>
/// <param name="Mark">What else tells this one: of a move, the last migration before it; of what is made, its key.</param>
internal sealed record TaskHandle(string Name, string Target, DateTimeOffset Since, string Request, string Mark)
{
    private const char Separator = '|';

    public static string Of(PlatformOperation operation, string target, DateTimeOffset since, string? request = null, string? mark = null) =>
        string.Join(Separator, operation.Name, target, since.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), request, mark);

    /// <exception cref="PlatformException"><see cref="PlatformError.Invalid"/>: not a handle of this operation.</exception>
    public static TaskHandle Parse(PlatformOperation operation, string handle)
    {
        // Of a VM that is made, the operation has the name, and only the handle the id.
        if (Read(handle) is { } read && read.Name == operation.Name && (operation is PlatformOperation.Provision or PlatformOperation.Restore || read.Target == operation.NativeId)) return read;
        throw new PlatformException(PlatformError.Invalid, $"'{handle}' is no handle of {operation.Name} on {operation.NativeId}");
    }

    /// <summary>Null where it is a handle of something else.</summary>
    public static TaskHandle? OfMove(string handle) =>
        Read(handle) is { } read && read.Name.StartsWith("migrate to ", StringComparison.Ordinal) ? read : null;

    private static TaskHandle? Read(string handle)
    {
        // The operation's name has the names of hosts and snapshots in it, and these may have anything in theirs.
        var parts = handle.Split(Separator);
        return parts.Length >= 5 && long.TryParse(parts[^3], NumberStyles.None, CultureInfo.InvariantCulture, out var since)
            ? new TaskHandle(string.Join(Separator, parts[..^4]), parts[^4], DateTimeOffset.FromUnixTimeSeconds(since), parts[^2], parts[^1])
            : null;
    }
}
