using System.Runtime.InteropServices;

namespace Runbooks.Activities.Tests.Platforms.Libvirt;

/// <summary>What this machine has to have for a test, and why the test is skipped otherwise.</summary>
internal static class Machine
{
    private static readonly bool HasLibvirt = NativeLibrary.TryLoad("libvirt.so.0", out _);

    public static void NeedsLibvirt() => Assert.SkipUnless(HasLibvirt, "libvirt.so.0 is not on this machine (Debian: apt-get install libvirt0)");
}
