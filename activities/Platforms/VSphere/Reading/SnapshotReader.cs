using System.Xml.Linq;
using Runbooks.Activities.Platforms.VSphere.Properties;
using Runbooks.Activities.Platforms.VSphere.Protocol;

namespace Runbooks.Activities.Platforms.VSphere.Reading;

/// <param name="Description">Free text, in which the key of the operation stands that made it.</param>
/// <param name="IsQuiesced">VMware Tools had the guest write out and hold its file systems for it.</param>
internal sealed record FoundSnapshot(ManagedObject Reference, Snapshot Snapshot, string Description, bool IsQuiesced);

/// <summary>A VM's snapshots are a tree.</summary>
internal static class SnapshotReader
{
    /// <summary>Without the layout of its files, a VM does not say which snapshots hold memory.</summary>
    public static readonly string[] Paths = ["snapshot.rootSnapshotList", "layoutEx.snapshot"];

    /// <summary>Oldest first.</summary>
    public static IReadOnlyList<FoundSnapshot> Read(ObjectProperties vm)
    {
        var withMemory = vm.Items("layoutEx.snapshot")
            .Where(layout => Vim.AsInt(layout.Text("memoryKey")) is { } key && key >= 0)
            .Select(layout => layout.Child("key")?.AsReference())
            .ToHashSet();
        // A child may be as old as its parent to the second, but never comes before it.
        return [.. Walk(vm.Items("snapshot.rootSnapshotList"), null, withMemory).OrderBy(found => found.Snapshot.CreatedAt)];
    }

    private static IEnumerable<FoundSnapshot> Walk(IEnumerable<XElement> level, string? parent, HashSet<ManagedObject?> withMemory)
    {
        foreach (var node in level)
        {
            var reference = node.Child("snapshot")?.AsReference() ?? throw Vim.Unexpected("a snapshot without its reference");
            var name = ObjectProperties.Unescape(node.Text("name") ?? reference.Value);
            var snapshot = new Snapshot(name, Vim.AsTime(node.Text("createTime")), withMemory.Contains(reference), parent);
            yield return new FoundSnapshot(reference, snapshot, node.Text("description") ?? "", Vim.AsBool(node.Text("quiesced")) == true);
            foreach (var child in Walk(node.Children("childSnapshotList"), name, withMemory)) yield return child;
        }
    }
}
