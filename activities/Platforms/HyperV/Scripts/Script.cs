using System.Collections.Concurrent;

namespace Runbooks.Activities.Platforms.HyperV.Scripts;

/// <summary>A script of this folder, with the functions that it needs before it. All are Windows PowerShell 5.1.</summary>
internal sealed record Script(string Name, string Text)
{
    private static readonly ConcurrentDictionary<string, string> Files = new();

    /// <summary>Takes the request from standard input, and writes the answer as one line.</summary>
    public static string Bootstrap { get; } = File("bootstrap");

    public static Script Inventory { get; } = Of("inventory", "machine");
    public static Script Machine { get; } = Of("get-machine", "machine");
    public static Script Counters { get; } = Of("counters");
    public static Script Power { get; } = Of("power");
    public static Script Snapshots { get; } = Of("snapshots");
    public static Script CreateSnapshot { get; } = Of("create-snapshot");
    public static Script RevertSnapshot { get; } = Of("revert-snapshot");
    public static Script RemoveSnapshot { get; } = Of("remove-snapshot");
    public static Script Provision { get; } = Of("provision", "disks");
    public static Script FindMade { get; } = Of("find-made");
    public static Script Delete { get; } = Of("delete", "disks");
    public static Script Resize { get; } = Of("resize");
    public static Script SetNotes { get; } = Of("set-notes");
    public static Script Migrate { get; } = Of("migrate");
    public static Script Node { get; } = Of("node");

    public static IReadOnlyList<Script> All { get; } =
    [
        Inventory, Machine, Counters, Power, Snapshots, CreateSnapshot, RevertSnapshot, RemoveSnapshot,
        Provision, FindMade, Delete, Resize, SetNotes, Migrate, Node,
    ];

    private static Script Of(string name, params string[] before) =>
        new(name, string.Join('\n', before.Prepend("prelude").Append(name).Select(File)));

    private static string File(string name) => Files.GetOrAdd(name, static name =>
    {
        using var stream = typeof(Script).Assembly.GetManifestResourceStream($"hyperv/{name}.ps1")
            ?? throw new InvalidOperationException($"The script {name}.ps1 is not part of the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });
}
