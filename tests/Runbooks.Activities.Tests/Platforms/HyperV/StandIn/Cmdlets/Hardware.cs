using System.Management.Automation;

namespace Runbooks.Activities.Tests.Platforms.HyperV.StandIn.Cmdlets;

[Cmdlet("Add", "VMHardDiskDrive")]
public sealed class AddVMHardDiskDrive : StandInCmdlet
{
    [Parameter(Mandatory = true)]
    public Machine VM { get; set; } = null!;

    [Parameter(Mandatory = true)]
    public string Path { get; set; } = null!;

    [Parameter]
    [ValidateSet("IDE", "SCSI")]
    public string ControllerType { get; set; } = "SCSI";

    [Parameter]
    public SwitchParameter Passthru { get; set; }

    protected override void Act(List<object> answers)
    {
        if (!World.Files.ContainsKey(Path)) throw new Refusal("InvalidParameter", ErrorCategory.InvalidArgument, $"The system cannot find the file specified: {Path} (0x80070002).");
        var drive = new HardDrive(Free(VM).Id, ControllerType) { Path = Path };
        VM.HardDrives.Add(drive);
        if (Passthru) answers.Add(drive);
    }
}

[Cmdlet("Add", "VMDvdDrive")]
public sealed class AddVMDvdDrive : StandInCmdlet
{
    [Parameter(Mandatory = true)]
    public Machine VM { get; set; } = null!;

    [Parameter(Mandatory = true)]
    public string Path { get; set; } = null!;

    protected override void Act(List<object> answers)
    {
        if (!World.Files.ContainsKey(Path)) throw new Refusal("InvalidParameter", ErrorCategory.InvalidArgument, $"The system cannot find the file specified: {Path} (0x80070002).");
        Free(VM).DVDDrives.Add(new DvdDrive(VM.Id, Path));
    }
}

[Cmdlet("Set", "VMFirmware")]
public sealed class SetVMFirmware : StandInCmdlet
{
    [Parameter(Mandatory = true)]
    public Machine VM { get; set; } = null!;

    [Parameter]
    [ValidateSet("On", "Off")]
    public string? EnableSecureBoot { get; set; }

    [Parameter]
    [ValidateSet("MicrosoftWindows", "MicrosoftUEFICertificateAuthority", "OpenSourceShieldedVM")]
    public string? SecureBootTemplate { get; set; }

    [Parameter]
    public HardDrive? FirstBootDevice { get; set; }

    protected override void Act(List<object> answers)
    {
        Need(Free(VM), VMState.Off);
        var firmware = VM.Firmware;
        firmware.SecureBoot = EnableSecureBoot ?? firmware.SecureBoot;
        firmware.SecureBootTemplate = SecureBootTemplate ?? firmware.SecureBootTemplate;
        firmware.FirstBootDevice = FirstBootDevice ?? firmware.FirstBootDevice;
    }
}

[Cmdlet("Connect", "VMNetworkAdapter")]
public sealed class ConnectVMNetworkAdapter : StandInCmdlet
{
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public NetworkAdapter VMNetworkAdapter { get; set; } = null!;

    [Parameter(Mandatory = true)]
    public string SwitchName { get; set; } = null!;

    protected override void Act(List<object> answers)
    {
        if (SwitchName is not ("lan" or "drill")) throw Refusal.NotFound($"a switch with name {SwitchName}");
        VMNetworkAdapter.SwitchName = SwitchName;
    }
}
