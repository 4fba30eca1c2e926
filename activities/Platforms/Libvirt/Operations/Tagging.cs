using System.Collections.Immutable;
using System.Xml.Linq;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.Libvirt.Native;
using Runbooks.Activities.Platforms.Libvirt.Reading;

namespace Runbooks.Activities.Platforms.Libvirt.Operations;

/// <summary>Writes tags into the metadata, also of a VM that is on. What stood as words in title or description moves there, too.</summary>
internal sealed class Tagging(LibvirtConnection changes) : IOperations
{
    public OperationKind? KindOf(PlatformOperation operation) => operation is PlatformOperation.SetTags ? OperationKind.Convergent : null;

    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var set = (PlatformOperation.SetTags)operation;
        await changes.CallAsync(
            open =>
            {
                using var domain = open.Lookup(set.NativeId);
                var now = Read(domain);
                var wanted = Merge(now, set.Tags);
                if (!wanted.SequenceEqual(now)) Write(domain, wanted);
                return true;
            },
            Limits.Call,
            cancellation);
        return TaskHandle.Of(operation);
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation) =>
        await IsDoneAsync((PlatformOperation.SetTags)operation, cancellation) ? new Sighting.Found(TaskHandle.Of(operation)) : new Sighting.NotStarted();

    /// <summary>With the handle it was done.</summary>
    public Task AwaitAsync(PlatformOperation operation, TaskHandle handle, IProgress<double>? progress, CancellationToken cancellation) =>
        Task.CompletedTask;

    public static ImmutableSortedDictionary<string, string> Merge(
        ImmutableSortedDictionary<string, string> now, ImmutableSortedDictionary<string, string?> changes) => now
        .RemoveRange(changes.Where(tag => tag.Value is null).Select(tag => tag.Key))
        .SetItems(changes.Where(tag => tag.Value is not null).Select(tag => KeyValuePair.Create(tag.Key, tag.Value!)));

    private Task<bool> IsDoneAsync(PlatformOperation.SetTags set, CancellationToken cancellation) => changes.CallAsync(
        open =>
        {
            using var domain = open.Lookup(set.NativeId);
            var now = Read(domain);
            return Merge(now, set.Tags).SequenceEqual(now);
        },
        Limits.Call,
        cancellation);

    private static ImmutableSortedDictionary<string, string> Read(DomainHandle domain) =>
        DomainTags.Read(XDocument.Parse(domain.GetXml()).Root!);

    private static void Write(DomainHandle domain, ImmutableSortedDictionary<string, string> tags)
    {
        var active = domain.RuntimeId is not null ? DomainHandle.AffectLive : 0;
        var kept = domain.IsPersistent() ? DomainHandle.AffectConfig : 0;
        domain.SetMetadata(
            DomainTags.WriteBare(tags).ToString(SaveOptions.DisableFormatting), DomainTags.Prefix, DomainTags.Space.NamespaceName, active | kept);
    }
}
