using System.Management.Automation;

namespace Runbooks.Activities.Tests.Platforms.HyperV.StandIn.Cmdlets;

[Cmdlet("New", "VM")]
public sealed class NewVM : StandInCmdlet
{
    [Parameter(Mandatory = true)]
    public string Name { get; set; } = null!;

    [Parameter(Mandatory = true)]
    [ValidateSet("1", "2")]
    public string Generation { get; set; } = null!;

    [Parameter(Mandatory = true)]
    public long MemoryStartupBytes { get; set; }

    [Parameter(Mandatory = true)]
    public SwitchParameter NoVHD { get; set; }

    [Parameter(Mandatory = true)]
    public string Path { get; set; } = null!;

    [Parameter]
    public string? ComputerName { get; set; }

    protected override void Act(List<object> answers)
    {
        // Names are not unique in Hyper-V.
        var made = new Machine { Name = Name, ComputerName = At(ComputerName).Name, MemoryStartup = MemoryStartupBytes, Generation = Generation == "2" ? 2 : 1, CreationTime = World.Clock.GetUtcNow().UtcDateTime };
        made.NetworkAdapters.Add(new NetworkAdapter { VMId = made.Id, Id = Guid.NewGuid(), MacAddress = $"00155D0001{World.Machines.Count:X2}" });
        World.Machines.Add(made);
        World.Done("create", Name);
        answers.Add(made);
    }
}

[Cmdlet("Set", "VM")]
public sealed class SetVM : StandInCmdlet
{
    [Parameter(Mandatory = true)]
    public Machine VM { get; set; } = null!;

    [Parameter]
    public string? Notes { get; set; }

    [Parameter]
    public int? ProcessorCount { get; set; }

    [Parameter]
    public long? MemoryStartupBytes { get; set; }

    [Parameter]
    public long? MemoryMinimumBytes { get; set; }

    [Parameter]
    public long? MemoryMaximumBytes { get; set; }

    [Parameter]
    public SwitchParameter StaticMemory { get; set; }

    [Parameter]
    [ValidateSet("Disabled", "Production", "ProductionOnly", "Standard")]
    public string? CheckpointType { get; set; }

    protected override void Act(List<object> answers)
    {
        Free(VM);
        if (ProcessorCount is not null || MemoryStartupBytes is not null || StaticMemory) Resize();
        if (CheckpointType is not null) VM.CheckpointType = CheckpointType;
        if (Notes is null) return;
        VM.Notes = Notes;
        World.Done("notes", VM.Id);
    }

    private void Resize()
    {
        Need(VM, VMState.Off);
        if (MemoryStartupBytes is { } bytes && bytes % (2 << 20) != 0) throw new Refusal("InvalidParameter", ErrorCategory.InvalidArgument, "The memory must be a multiple of 2 MB.");
        var (minimum, maximum) = (MemoryMinimumBytes ?? VM.MemoryMinimum, MemoryMaximumBytes ?? VM.MemoryMaximum);
        if (VM.DynamicMemoryEnabled && !StaticMemory && (MemoryStartupBytes < minimum || MemoryStartupBytes > maximum))
            throw new Refusal("InvalidParameter", ErrorCategory.InvalidArgument, "The startup memory must be between minimum and maximum.");
        (VM.MemoryMinimum, VM.MemoryMaximum, VM.DynamicMemoryEnabled) = (minimum, maximum, VM.DynamicMemoryEnabled && !StaticMemory);
        (VM.ProcessorCount, VM.MemoryStartup) = (ProcessorCount ?? VM.ProcessorCount, MemoryStartupBytes ?? VM.MemoryStartup);
        World.Done("resize", VM.Id);
    }
}

[Cmdlet("Rename", "VM")]
public sealed class RenameVM : StandInCmdlet
{
    [Parameter(Mandatory = true)]
    public Machine VM { get; set; } = null!;

    [Parameter(Mandatory = true)]
    public string NewName { get; set; } = null!;

    protected override void Act(List<object> answers) => Free(VM).Name = NewName;
}

[Cmdlet("Remove", "VM")]
public sealed class RemoveVM : StandInCmdlet
{
    [Parameter(Mandatory = true)]
    public Machine VM { get; set; } = null!;

    [Parameter(Mandatory = true)]
    public SwitchParameter Force { get; set; }

    protected override void Act(List<object> answers)
    {
        Need(Free(VM), VMState.Off);
        World.Machines.Remove(VM);
        World.Done("delete", VM.Id);
    }
}
