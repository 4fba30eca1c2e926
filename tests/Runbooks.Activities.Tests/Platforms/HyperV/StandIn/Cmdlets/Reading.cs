using System.Management.Automation;

namespace Runbooks.Activities.Tests.Platforms.HyperV.StandIn.Cmdlets;

[Cmdlet("Get", "VMHost")]
public sealed class GetVMHost : StandInCmdlet
{
    [Parameter]
    public string? ComputerName { get; set; }

    protected override void Act(List<object> answers)
    {
        var node = At(ComputerName);
        answers.Add(new { ComputerName = node.Name, node.Name, LogicalProcessorCount = 16, MemoryCapacity = 64L << 30, VirtualMachinePath = World.Folder });
    }
}

[Cmdlet("Get", "VM", DefaultParameterSetName = "All")]
public sealed class GetVM : StandInCmdlet
{
    [Parameter(ParameterSetName = "Id", Mandatory = true)]
    public Guid Id { get; set; }

    [Parameter]
    public string? ComputerName { get; set; }

    protected override void Act(List<object> answers)
    {
        var node = At(ComputerName);
        var shown = World.Machines.Where(machine => machine.ComputerName == node.Name && (ParameterSetName == "All" || machine.Id == Id)).ToList();
        if (shown.Count == 0 && ParameterSetName == "Id") throw Refusal.NotFound($"a virtual machine with id {Id}");
        answers.AddRange(shown);
    }
}

[Cmdlet("Get", "VMSwitch")]
public sealed class GetVMSwitch : StandInCmdlet
{
    [Parameter]
    public string? ComputerName { get; set; }

    protected override void Act(List<object> answers)
    {
        At(ComputerName);
        answers.Add(new { Name = "lan", Id = Guid.NewGuid(), SwitchType = "External" });
        answers.Add(new { Name = "drill", Id = Guid.NewGuid(), SwitchType = "Private" });
    }
}

[Cmdlet("Get", "VMNetworkAdapter")]
public sealed class GetVMNetworkAdapter : StandInCmdlet
{
    [Parameter(Mandatory = true)]
    public Machine VM { get; set; } = null!;

    protected override void Act(List<object> answers) => answers.AddRange(Live(VM).NetworkAdapters);
}

[Cmdlet("Get", "VMHardDiskDrive")]
public sealed class GetVMHardDiskDrive : StandInCmdlet
{
    [Parameter(Mandatory = true)]
    public Machine VM { get; set; } = null!;

    protected override void Act(List<object> answers) => answers.AddRange(Live(VM).HardDrives);
}

[Cmdlet("Get", "VMFirmware")]
public sealed class GetVMFirmware : StandInCmdlet
{
    [Parameter(Mandatory = true)]
    public Machine VM { get; set; } = null!;

    protected override void Act(List<object> answers)
    {
        if (Live(VM).Generation != 2) throw new Refusal("InvalidParameter", ErrorCategory.InvalidArgument, "A generation 1 virtual machine has no firmware.");
        answers.Add(VM.Firmware);
    }
}

[Cmdlet("Get", "Volume")]
public sealed class GetVolume : StandInCmdlet
{
    protected override void Act(List<object> answers)
    {
        answers.Add(new { DriveLetter = (char?)'C', DriveType = "Fixed", UniqueId = @"\\?\Volume{1}\", Size = 1UL << 40, SizeRemaining = 1UL << 39 });
        answers.Add(new { DriveLetter = (char?)'D', DriveType = "CD-ROM", UniqueId = @"\\?\Volume{2}\", Size = 0UL, SizeRemaining = 0UL });
        answers.Add(new { DriveLetter = (char?)null, DriveType = "Fixed", UniqueId = @"\\?\Volume{3}\", Size = 1UL << 29, SizeRemaining = 1UL << 28 });
    }
}
