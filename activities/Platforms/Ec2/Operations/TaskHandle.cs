using System.Globalization;

namespace Runbooks.Activities.Platforms.Ec2.Operations;

/// <summary>EC2 has no tasks. A handle says what was asked of which instance, and when, so that any process can tell from the
/// instance whether it is done: <c>shutdown:i-0123456789abcdef0:1768467600</c>.</summary>
internal sealed record TaskHandle(string Kind, string Instance, DateTimeOffset Since)
{
    public static string Of(PlatformOperation operation, string instance, DateTimeOffset since) =>
        string.Create(CultureInfo.InvariantCulture, $"{operation.Name}:{instance}:{since.ToUnixTimeSeconds()}");

    /// <exception cref="PlatformException"><see cref="PlatformError.Invalid"/>: not a handle of this operation.</exception>
    public static TaskHandle Parse(PlatformOperation operation, string handle)
    {
        var parts = handle.Split(':');
        // Of a VM that is made, the operation has the name, and only the handle the id.
        var ours = parts.Length == 3 && parts[0] == operation.Name && (operation is PlatformOperation.Provision or PlatformOperation.Restore || parts[1] == operation.NativeId);
        return ours && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var since)
            ? new TaskHandle(parts[0], parts[1], DateTimeOffset.FromUnixTimeSeconds(since))
            : throw new PlatformException(PlatformError.Invalid, $"'{handle}' is no handle of {operation.Name} on {operation.NativeId}");
    }
}
