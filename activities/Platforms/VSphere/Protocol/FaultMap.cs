using System.Collections.Frozen;

namespace Runbooks.Activities.Platforms.VSphere.Protocol;

/// <summary>The faults of the vSphere API that operations and reads meet, as platform errors. Others count as invalid: waiting does
/// not help against them, and their text says what does.</summary>
internal static class FaultMap
{
    private static readonly FrozenDictionary<string, PlatformError> Known = new Dictionary<PlatformError, string[]>
    {
        [PlatformError.Unauthorised] = ["InvalidLogin", "NotAuthenticated", "NoClientCertificate", "PasswordExpired"],
        [PlatformError.Forbidden] =
            ["NoPermission", "AuthMinimumAdminPermission", "RestrictedVersion", "LicenseExpired", "NotEnoughLicenses", "HostAccessRestrictedToManagementAgent"],
        [PlatformError.NotFound] = ["ManagedObjectNotFound", "NotFound", "FileNotFound", "VmConfigFileNotFound"],
        [PlatformError.Conflict] =
        [
            "InvalidPowerState", "InvalidState", "InvalidHostState", "InvalidDatastoreState", "DuplicateName", "AlreadyExists", "FileAlreadyExists",
            "ToolsUnavailable", "ApplicationQuiesceFault", "FilesystemQuiesceFault", "MethodDisabled", "HostInInvalidState",
        ],
        [PlatformError.Busy] = ["TaskInProgress", "VAppTaskInProgress", "ResourceInUse", "ConcurrentAccess", "FileLocked"],
        [PlatformError.Unreachable] =
            ["HostNotConnected", "HostNotReachable", "HostCommunication", "HostConnectFault", "InaccessibleDatastore", "NetworkInaccessible"],
        [PlatformError.Capacity] =
            ["NoDiskSpace", "NoHost", "NoCompatibleHost", "NumVirtualCpusExceedsLimit", "MemorySizeNotSupported", "VirtualMachineLimitExceeded", "OutOfBounds"],
        [PlatformError.Unsupported] = ["NotSupported", "NotImplemented", "MethodNotFound", "NotSupportedHost", "MemorySnapshotOnIndependentDisk"],
        [PlatformError.Interrupted] = ["RequestCanceled"],
        [PlatformError.Timeout] = ["Timedout"],
    }.SelectMany(pair => pair.Value.Select(type => KeyValuePair.Create(type, pair.Key))).ToFrozenDictionary(StringComparer.Ordinal);

    public static PlatformError Classify(string fault)
    {
        if (Known.TryGetValue(fault, out var error)) return error;
        // InsufficientCpuResourcesFault, InsufficientFailoverResourcesFault, InsufficientMemoryResourcesFault …
        return fault.StartsWith("Insufficient", StringComparison.Ordinal) ? PlatformError.Capacity : PlatformError.Invalid;
    }
}
