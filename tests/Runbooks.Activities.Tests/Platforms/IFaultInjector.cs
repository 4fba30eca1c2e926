namespace Runbooks.Activities.Tests.Platforms;

public enum PlatformFault
{
    /// <summary>The endpoint does not answer, and connections that stand are cut.</summary>
    Unreachable,

    /// <summary>The credentials are no longer taken.</summary>
    Unauthorised,

    /// <summary>The platform is throttled, or the VM is locked by another task.</summary>
    Busy,

    /// <summary>Somebody else deleted the VM. Cannot be mended.</summary>
    VmDeleted,

    /// <summary>The VM's host is down.</summary>
    HostGone,

    /// <summary>No host has room to start the VM.</summary>
    NoCapacity,
}

/// <summary>Breaks the platform under test, each in its own way.</summary>
public interface IFaultInjector
{
    /// <summary>The faults that can be injected here; tests of the others are skipped.</summary>
    IReadOnlySet<PlatformFault> Injectable { get; }

    /// <summary>From the end of the call on, everything that the fault concerns meets it.</summary>
    Task InjectAsync(PlatformFault fault, string vm);

    /// <summary>Ends the fault.</summary>
    Task MendAsync(PlatformFault fault);
}
