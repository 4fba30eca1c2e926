namespace Runbooks.Activities.Platforms.HyperV.Scripts;

/// <summary>Turns what a script threw into the platform errors that callers know. Scripts look for themselves at what can be looked at, and say
/// then which error it is; of the rest the identifiers are read, since the texts are in the language of the host's Windows.</summary>
internal static class ScriptError
{
    private const string Own = "runbooks|";

    public static PlatformException Of(ThrownError error)
    {
        var said = error.Message ?? "PowerShell failed without saying why";
        if (!said.StartsWith(Own, StringComparison.Ordinal)) return new PlatformException(Classify(error, said), said);
        var parts = said.Split('|', 3);
        return new PlatformException(Enum.Parse<PlatformError>(parts[1]), parts[2]);
    }

    private static PlatformError Classify(ThrownError error, string said) => (error.Id ?? "", error.Category ?? "") switch
    {
        var (id, _) when id.StartsWith("CommandNotFoundException", StringComparison.Ordinal) => PlatformError.Unsupported,
        var (id, category) when Has(id, "AccessDenied") || category is "PermissionDenied" or "SecurityError" => PlatformError.Forbidden,
        var (id, _) when Has(id, "OutOfMemory") => PlatformError.Capacity,
        var (id, category) when Has(id, "ObjectNotFound") || category == "ObjectNotFound" => PlatformError.NotFound,
        var (id, category) when Has(id, "InvalidState") || category == "InvalidOperation" => PlatformError.Conflict,
        var (id, category) when Has(id, "ObjectInUse") || category is "ResourceBusy" or "DeadlockDetected" => PlatformError.Busy,
        var (_, category) when category is "ConnectionError" or "ResourceUnavailable" => PlatformError.Unreachable,
        var (_, category) when category == "OperationTimeout" => PlatformError.Timeout,
        _ => ByCode(error.Code, said),
    };

    /// <summary>Hyper-V puts what went wrong underneath at the end of its texts: <c>(0x8007000E)</c>.</summary>
    private static PlatformError ByCode(int code, string said)
    {
        if (Is(0x8007000E) || Is(0x800705AA) || Is(0x80070070)) return PlatformError.Capacity;
        if (Is(0x80070005)) return PlatformError.Forbidden;
        if (Is(0x80070020) || Is(0x800710DF)) return PlatformError.Busy;
        if (Is(0x800706BA) || Is(0x80070035)) return PlatformError.Unreachable;
        return PlatformError.Invalid;

        bool Is(uint number) => (uint)code == number || Has(said, $"0x{number:X8}");
    }

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
}
