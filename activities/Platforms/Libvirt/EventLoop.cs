using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Runbooks.Activities.Platforms.Libvirt.Native;

namespace Runbooks.Activities.Platforms.Libvirt;

/// <summary>libvirt's own event loop: one thread for all connections of the process. It delivers events, and answers and sends
/// keepalive messages. It must run before the first connection is opened, and never ends.</summary>
internal static unsafe class EventLoop
{
    private static readonly Lock Gate = new();
    private static bool _runs;

    /// <exception cref="DllNotFoundException">libvirt is not installed.</exception>
    public static void Start()
    {
        lock (Gate)
        {
            if (_runs) return;
            LibvirtError.Check(Virt.Initialize());
            // Every failure is raised where it happened; libvirt would also write it to stderr.
            Virt.SetErrorFunc(0, &Ignore);
            LibvirtError.Check(Virt.EventRegisterDefaultImpl());
            new Thread(Run) { IsBackground = true, Name = "libvirt events" }.Start();
            _runs = true;
        }
    }

    private static void Run()
    {
        while (true)
        {
            // A failing loop must not become a busy one.
            if (Virt.EventRunDefaultImpl() < 0) Thread.Sleep(100);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Ignore(nint userData, nint error)
    {
    }
}
