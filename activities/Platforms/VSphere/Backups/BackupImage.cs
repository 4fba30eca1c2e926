using System.Globalization;
using System.Xml.Linq;
using Runbooks.Activities.Platforms.VSphere.Operations;
using Runbooks.Activities.Platforms.VSphere.Properties;
using Runbooks.Activities.Platforms.VSphere.Protocol;
using Runbooks.Activities.Platforms.VSphere.Reading;

namespace Runbooks.Activities.Platforms.VSphere.Backups;

/// <summary>A copy of a VM: a template that says which copy it is, what it is of, and what a restored VM has to be like.</summary>
/// <param name="Of">The native id of the VM that it is a copy of, which may be gone.</param>
/// <param name="MadeAt">The moment that its data is of.</param>
/// <param name="Home">The datastore that the VM was on, by name; null where its disks were on several.</param>
/// <param name="Disks">How many disks it had when it was made.</param>
internal sealed record BackupImage(
    ManagedObject Template, string Of, DateTimeOffset MadeAt, Consistency Consistency, string? Home, int Disks, ObjectProperties Properties)
{
    /// <summary>Names begin with it, so that such templates are not offered as sources of new VMs.</summary>
    public const string Prefix = "runbooks-backup-";

    private const string OfCopy = "runbooks.backup", OfVm = "runbooks.backup.of", OfTime = "runbooks.backup.at";
    private const string OfConsistency = "runbooks.backup.consistency", OfHome = "runbooks.backup.home", OfDisks = "runbooks.backup.disks";

    public static readonly string[] Paths =
    [
        "name", "parent", "config.template", "config.instanceUuid", "config.extraConfig", "config.hardware.device", "runtime.host", "runtime.connectionState",
        "layoutEx.file", "customValue",
    ];

    public static string NameOf(string copy) => Prefix + copy;

    /// <summary>Null for what is no whole copy of this id: while vCenter clones, it shows a VM without a configuration.</summary>
    public static BackupImage? Parse(string copy, ObjectProperties found)
    {
        var marks = found.Items("config.extraConfig").Where(option => option.Text("key") is not null)
            .ToLookup(option => option.Text("key")!, option => option.Text("value") ?? "");
        if (!VmReader.IsTemplate(found) || marks[OfCopy].LastOrDefault() != copy) return null;
        return new BackupImage(
            found.Object,
            marks[OfVm].LastOrDefault() ?? "",
            Vim.AsTime(marks[OfTime].LastOrDefault()) ?? throw Vim.Unexpected("a copy without the time that it was made at"),
            Enum.TryParse<Consistency>(marks[OfConsistency].LastOrDefault(), out var consistency) ? consistency : Consistency.Crash,
            marks[OfHome].LastOrDefault() is { Length: > 0 } home ? home : null,
            Vim.AsInt(marks[OfDisks].LastOrDefault()) ?? 0,
            found);
    }

    public static IEnumerable<XElement> Marks(string copy, string of, DateTimeOffset madeAt, Consistency consistency, string? home, int disks) =>
    [
        CloneSpec.Extra(OfCopy, copy),
        CloneSpec.Extra(OfVm, of),
        CloneSpec.Extra(OfTime, madeAt.ToString("O", CultureInfo.InvariantCulture)),
        CloneSpec.Extra(OfConsistency, consistency.ToString()),
        CloneSpec.Extra(OfHome, home ?? ""),
        CloneSpec.Extra(OfDisks, disks.ToString(CultureInfo.InvariantCulture)),
    ];

    /// <summary>What a VM that is made of a copy must not go on saying of itself. An empty value removes an option.</summary>
    public static IEnumerable<XElement> NoMarks { get; } = [.. new[] { OfCopy, OfVm, OfTime, OfConsistency, OfHome, OfDisks }.Select(key => CloneSpec.Extra(key, ""))];

    /// <summary>The files of the disks, by their sizes on the datastore.</summary>
    public IReadOnlyDictionary<string, XElement> DiskFiles => Properties.Items("layoutEx.file")
        .Where(file => file.Text("type") is "diskDescriptor" or "diskExtent" && file.Text("name") is not null)
        .DistinctBy(file => file.Text("name")).ToDictionary(file => file.Text("name")!);

    /// <summary>What the copy takes up; the disks' capacity where vCenter has not looked yet.</summary>
    public long Bytes => DiskFiles.Values.Sum(file => Vim.AsLong(file.Text("size")) ?? 0) is > 0 and var stored ? stored : Devices.DisksOf(Properties).Sum(Devices.CapacityOf);
}
