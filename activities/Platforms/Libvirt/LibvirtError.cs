using Runbooks.Activities.Platforms.Libvirt.Native;

namespace Runbooks.Activities.Platforms.Libvirt;

/// <summary>Turns libvirt's last error into the platform errors that callers know, with libvirt's own text.</summary>
internal static unsafe class LibvirtError
{
    /// <summary>virErrorDomain: where in libvirt the error arose.</summary>
    private const int FromRpc = 7, FromRemote = 13;

    public static int Check(int result) => result >= 0 ? result : throw Last();

    public static T Check<T>(T handle)
        where T : VirtHandle
    {
        if (!handle.IsInvalid) return handle;
        handle.Dispose();
        throw Last();
    }

    /// <summary>The error of the failed call that this thread made last; another thread has another.</summary>
    public static PlatformException Last()
    {
        var error = Virt.GetLastError();
        var said = error is null ? null : NativeText.Borrowed(error->Message);
        return said is null
            ? new PlatformException(PlatformError.Invalid, "libvirt failed without saying why")
            : new PlatformException(Classify(error->Code, error->Domain, said), said);
    }

    /// <param name="code">virErrorNumber, https://libvirt.org/html/libvirt-virterror.html.</param>
    /// <param name="domain">virErrorDomain.</param>
    public static PlatformError Classify(int code, int domain, string said) => code switch
    {
        42 or 43 or 49 or 50 or 53 or 57 or 62 or 66 or 72 or 99 or 103 or 104 => PlatformError.NotFound,
        28 or 37 or 55 or 77 or 83 or 90 => PlatformError.Conflict,
        68 or 86 or 87 or 97 => PlatformError.Busy,
        45 or 79 or 94 => PlatformError.Unauthorised,
        29 or 81 or 88 => PlatformError.Forbidden,
        2 => PlatformError.Capacity,
        3 or 54 or 67 or 74 or 84 or 91 => PlatformError.Unsupported,
        78 => PlatformError.Interrupted,
        4 or 6 or 39 or 40 or 85 or 98 => PlatformError.Unreachable,
        5 or 8 or 27 or 35 or 92 => PlatformError.Invalid,
        _ => domain is FromRpc or FromRemote ? ByConnectionText(said) : ByText(said),
    };

    /// <summary>Failures to connect all have one code.</summary>
    private static PlatformError ByConnectionText(string said)
    {
        if (Says(said, "Failed to connect socket") && Says(said, "Permission denied")) return PlatformError.Forbidden;
        return Says(said, "Permission denied") || Says(said, "Host key verification failed")
            ? PlatformError.Unauthorised
            : PlatformError.Unreachable;
    }

    /// <summary>The general codes (internal error, operation failed, system error) tell nothing; the text does.</summary>
    private static PlatformError ByText(string said)
    {
        if (Says(said, "Cannot allocate memory") || Says(said, "No space left on device")) return PlatformError.Capacity;
        // One libvirtd cannot reach the other.
        if (Says(said, "Failed to connect to remote libvirt URI")) return PlatformError.Unreachable;
        if (Says(said, "already exists") || Says(said, "already running") || Says(said, "not running") || Says(said, "not paused"))
            return PlatformError.Conflict;
        return PlatformError.Invalid;
    }

    private static bool Says(string said, string words) => said.Contains(words, StringComparison.OrdinalIgnoreCase);
}
