using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using Runbooks.Activities.Platforms.Libvirt.Native;

namespace Runbooks.Activities.Platforms.Libvirt;

/// <summary>The events of one open connection, for any number of listeners, until the connection is lost.</summary>
internal sealed unsafe class DomainEvents
{
    /// <summary>virDomainEventID.</summary>
    private const int Lifecycle = 0, Reboot = 1, MetadataChange = 23;

    /// <summary>virDomainEventType.</summary>
    private static readonly string[] LifecycleWords =
        ["defined", "undefined", "started", "suspended", "resumed", "stopped", "shutting down", "suspended by its guest", "crashed"];

    private readonly ConcurrentDictionary<Channel<InventoryChange>, bool> _listeners = new();
    private readonly List<int> _callbacks = [];
    private volatile PlatformException? _lost;

    /// <summary>Whether the connection is gone, and why.</summary>
    public PlatformException? Lost => _lost;

    /// <summary>Listens to the connection. Drivers that lack an event are asked in vain.</summary>
    public void Register(ConnectHandle connection)
    {
        var opaque = Pin();
        if (Virt.ConnectRegisterCloseCallback(connection, &OnClose, opaque, &Unpin) < 0) Release(opaque);
        Add(connection, Lifecycle, (delegate* unmanaged[Cdecl]<nint, nint, int, int, nint, void>)&OnLifecycle);
        Add(connection, Reboot, (delegate* unmanaged[Cdecl]<nint, nint, nint, void>)&OnReboot);
        Add(connection, MetadataChange, (delegate* unmanaged[Cdecl]<nint, nint, int, nint, nint, void>)&OnMetadata);
    }

    /// <summary>libvirt frees what the callbacks hold once none of them runs.</summary>
    public void Deregister(ConnectHandle connection)
    {
        foreach (var callback in _callbacks) _ = Virt.ConnectDomainEventDeregisterAny(connection, callback);
        _ = Virt.ConnectUnregisterCloseCallback(connection, &OnClose);
    }

    /// <summary>What happens from now on. Ends in <see cref="PlatformException"/> when the connection is lost.
    /// Of a listener that does not keep up, the oldest events are dropped.</summary>
    public Channel<InventoryChange> Listen()
    {
        var options = new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.DropOldest };
        var channel = Channel.CreateBounded<InventoryChange>(options);
        _listeners[channel] = true;
        if (_lost is { } lost) channel.Writer.TryComplete(lost);
        return channel;
    }

    public void Leave(Channel<InventoryChange> listener) => _listeners.TryRemove(listener, out _);

    public void Lose(PlatformException why)
    {
        _lost = why;
        foreach (var listener in _listeners.Keys) listener.Writer.TryComplete(why);
    }

    private void Add(ConnectHandle connection, int eventId, void* callback)
    {
        var opaque = Pin();
        var id = Virt.ConnectDomainEventRegisterAny(connection, 0, eventId, callback, opaque, &Unpin);
        if (id >= 0) _callbacks.Add(id);
        else Release(opaque);
    }

    private void Publish(nint domain, string what)
    {
        var change = new InventoryChange(DomainHandle.UuidOf(domain), what);
        foreach (var listener in _listeners.Keys) listener.Writer.TryWrite(change);
    }

    private nint Pin() => GCHandle.ToIntPtr(GCHandle.Alloc(this));

    private static void Release(nint opaque) => GCHandle.FromIntPtr(opaque).Free();

    /// <summary>An exception that left a callback would end the process.</summary>
    private static void Guarded(nint opaque, Action<DomainEvents> act)
    {
        try
        {
            act((DomainEvents)GCHandle.FromIntPtr(opaque).Target!);
        }
        catch (Exception error) when (error is PlatformException or InvalidOperationException)
        {
            // An event without a readable domain tells nothing; slow polls find what it was about.
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnLifecycle(nint connection, nint domain, int happened, int detail, nint opaque) =>
        Guarded(opaque, events => events.Publish(domain, happened < LifecycleWords.Length ? LifecycleWords[happened] : "changed"));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnReboot(nint connection, nint domain, nint opaque) =>
        Guarded(opaque, events => events.Publish(domain, "restarted"));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnMetadata(nint connection, nint domain, int type, nint space, nint opaque) =>
        Guarded(opaque, events => events.Publish(domain, "described anew"));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnClose(nint connection, int reason, nint opaque) => Guarded(opaque, events =>
        events.Lose(new PlatformException(PlatformError.Unreachable, reason == 2
            ? "libvirtd did not answer keepalive messages; the connection was given up"
            : "libvirtd closed the connection")));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Unpin(nint opaque) => Release(opaque);
}
