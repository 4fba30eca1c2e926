using System.Management.Automation;

namespace Runbooks.Activities.Tests.Platforms.HyperV.StandIn.Cmdlets;

[Cmdlet("Get", "VHD")]
public sealed class GetVHD : StandInCmdlet
{
    [Parameter(Mandatory = true)]
    public string Path { get; set; } = null!;

    [Parameter]
    public string? ComputerName { get; set; }

    protected override void Act(List<object> answers)
    {
        At(ComputerName);
        if (!World.Files.TryGetValue(Path, out var parent)) throw new Refusal("ObjectNotFound", ErrorCategory.ObjectNotFound, $"The system cannot find the file {Path} (0x80070002).");
        answers.Add(new { Path, ParentPath = parent });
    }
}

[Cmdlet("New", "VHD")]
public sealed class NewVHD : StandInCmdlet
{
    [Parameter(Mandatory = true)]
    public string Path { get; set; } = null!;

    [Parameter(Mandatory = true)]
    public string ParentPath { get; set; } = null!;

    [Parameter(Mandatory = true)]
    public SwitchParameter Differencing { get; set; }

    [Parameter]
    public string? ComputerName { get; set; }

    protected override void Act(List<object> answers)
    {
        At(ComputerName);
        if (!World.Files.ContainsKey(ParentPath)) throw Refusal.NotFound($"the file {ParentPath}");
        if (!World.Files.TryAdd(Path, ParentPath)) throw new Refusal("OperationFailed", ErrorCategory.ResourceExists, $"The file {Path} exists (0x80070050).");
        answers.Add(new { Path, ParentPath });
    }
}

[Cmdlet("Test", "Path")]
public sealed class TestPath : StandInCmdlet
{
    [Parameter(Mandatory = true)]
    public string LiteralPath { get; set; } = null!;

    protected override void Act(List<object> answers) => answers.Add(World.Files.ContainsKey(LiteralPath));
}

[Cmdlet("Remove", "Item")]
public sealed class RemoveItem : StandInCmdlet
{
    [Parameter(Mandatory = true)]
    public string LiteralPath { get; set; } = null!;

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void Act(List<object> answers)
    {
        // Windows would take the ground from under other disks; here that is an error.
        if (World.Files.ContainsValue(LiteralPath)) throw new InvalidOperationException($"{LiteralPath} was to be removed, and other disks stand on it");
        if (World.Machines.Any(machine => machine.State == VMState.Running && machine.HardDrives.Any(drive => drive.Path == LiteralPath)))
            throw new Refusal("RemoveFileSystemItemIOError", ErrorCategory.WriteError, $"The process cannot access {LiteralPath}: it is used by another process. (0x80070020)");
        if (!World.Files.Remove(LiteralPath)) throw new Refusal("PathNotFound", ErrorCategory.ObjectNotFound, $"Cannot find path '{LiteralPath}'.");
    }
}

[Cmdlet("Set", "Content")]
public sealed class SetContent : StandInCmdlet
{
    [Parameter(Mandatory = true)]
    public string LiteralPath { get; set; } = null!;

    [Parameter(Mandatory = true)]
    public byte[] Value { get; set; } = null!;

    [Parameter(Mandatory = true)]
    [ValidateSet("Byte")]
    public string Encoding { get; set; } = null!;

    protected override void Act(List<object> answers) => (World.Files[LiteralPath], World.Contents[LiteralPath]) = (null, Value);
}
