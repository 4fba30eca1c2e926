using System.Collections.Immutable;
using System.Xml.Linq;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.Libvirt.Native;
using Runbooks.Activities.Platforms.Libvirt.Reading;

namespace Runbooks.Activities.Platforms.Libvirt.Operations;

/// <summary>Cuts VMs off by a network filter on every card, as it is now and as it will be started. What filters the cards had is kept in the VM's metadata.</summary>
internal sealed class CuttingOff(LibvirtConnection changes) : IOperations
{
    public OperationKind? KindOf(PlatformOperation operation) =>
        operation is PlatformOperation.Isolate or PlatformOperation.Release ? OperationKind.Convergent : null;

    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        await changes.CallAsync(
            open =>
            {
                using var domain = open.Lookup(operation.NativeId);
                if (IsDone(open, domain, operation)) return true;
                if (operation is PlatformOperation.Isolate) Isolate(open, domain);
                else Release(domain);
                return true;
            },
            Limits.Call,
            cancellation);
        return TaskHandle.Of(operation);
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation) =>
        await IsDoneAsync(operation, cancellation) ? new Sighting.Found(TaskHandle.Of(operation)) : new Sighting.NotStarted();

    /// <summary>What libvirt shows is the proof, not that it took the calls.</summary>
    public async Task AwaitAsync(PlatformOperation operation, TaskHandle handle, IProgress<double>? progress, CancellationToken cancellation)
    {
        if (!await IsDoneAsync(operation, cancellation))
            throw new PlatformException(PlatformError.Interrupted, $"{operation.Name} was asked for, and libvirt does not show it on every card of {operation.NativeId}; somebody may have changed it since");
    }

    private Task<bool> IsDoneAsync(PlatformOperation operation, CancellationToken cancellation) => changes.CallAsync(
        open =>
        {
            using var domain = open.Lookup(operation.NativeId);
            return IsDone(open, domain, operation);
        },
        Limits.Call,
        cancellation);

    private static bool IsDone(ConnectHandle open, DomainHandle domain, PlatformOperation operation)
    {
        var cards = Definitions(domain).SelectMany(each => CutOff.CardsOf(each.Domain)).ToList();
        if (operation is PlatformOperation.Release) return !cards.Exists(CutOff.IsOn);
        return cards.TrueForAll(CutOff.IsOn) && IsTight(open);
    }

    /// <summary>Whether the host has the filter, as it shall be.</summary>
    public static bool IsTight(ConnectHandle open)
    {
        using var filter = VirtHandle.OrNull(() => open.LookupFilter(CutOff.Filter));
        return filter is not null && CutOff.IsTight(filter.GetXml());
    }

    private static void Isolate(ConnectHandle open, DomainHandle domain)
    {
        var definitions = Definitions(domain);
        foreach (var (each, _) in definitions) CutOff.Refuse(each);
        // What it was before is kept before it changes.
        Keep(domain, definitions.Aggregate(ImmutableDictionary<string, XElement>.Empty, (all, each) => all.SetItems(CutOff.Before(each.Domain))));
        if (!IsTight(open)) open.DefineFilter(CutOff.Definition).Dispose();
        foreach (var (each, affect) in definitions)
        {
            foreach (var card in CutOff.CardsOf(each).Where(card => !CutOff.IsOn(card))) domain.UpdateDevice(CutOff.Put(card), affect);
        }
    }

    private static void Release(DomainHandle domain)
    {
        foreach (var (each, affect) in Definitions(domain))
        {
            var before = CutOff.Before(each);
            foreach (var card in CutOff.CardsOf(each).Where(CutOff.IsOn)) domain.UpdateDevice(CutOff.TakeOff(card, before), affect);
        }

        Keep(domain, ImmutableDictionary<string, XElement>.Empty);
    }

    private static void Keep(DomainHandle domain, ImmutableDictionary<string, XElement> before)
    {
        var active = domain.RuntimeId is not null ? DomainHandle.AffectLive : 0;
        var kept = domain.IsPersistent() ? DomainHandle.AffectConfig : 0;
        domain.SetMetadata(CutOff.Keep(before), CutOff.Prefix, CutOff.Space.NamespaceName, active | kept);
    }

    /// <summary>As it is now, where it is on, and as it will be started.</summary>
    private static List<(XElement Domain, uint Affect)> Definitions(DomainHandle domain)
    {
        var all = new List<(XElement, uint)>();
        if (domain.RuntimeId is not null) all.Add((XDocument.Parse(domain.GetXml()).Root!, DomainHandle.AffectLive));
        if (domain.IsPersistent()) all.Add((XDocument.Parse(domain.GetDefinition()).Root!, DomainHandle.AffectConfig));
        return all;
    }
}
