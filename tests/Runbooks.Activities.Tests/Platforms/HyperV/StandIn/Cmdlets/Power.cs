using System.Management.Automation;

namespace Runbooks.Activities.Tests.Platforms.HyperV.StandIn.Cmdlets;

[Cmdlet("Start", "VM")]
public sealed class StartVM : JobCmdlet
{
    [Parameter(Mandatory = true)]
    public Machine VM { get; set; } = null!;

    protected override bool Work()
    {
        Need(Free(VM), VMState.Off, VMState.Saved);
        if (World.NoCapacity || VM.MemoryStartup > 64L << 30) throw Refusal.NoMemory(VM);
        var since = World.Clock.GetUtcNow();
        (VM.State, VM.Answers) = (VMState.Running, () => World.Clock.GetUtcNow() - since > TimeSpan.FromSeconds(20));
        World.Done("start", VM.Id);
        return true;
    }
}

[Cmdlet("Stop", "VM")]
public sealed class StopVM : JobCmdlet
{
    [Parameter(Mandatory = true)]
    public Machine VM { get; set; } = null!;

    [Parameter(Mandatory = true)]
    public SwitchParameter TurnOff { get; set; }

    /// <summary>Without it, the cmdlet asks, and nobody is there to answer.</summary>
    [Parameter(Mandatory = true)]
    public SwitchParameter Force { get; set; }

    protected override bool Work()
    {
        Need(Free(VM), VMState.Running, VMState.Paused, VMState.Stopping);
        (VM.State, VM.Pending) = (VMState.Off, null);
        World.Done("off", VM.Id);
        return true;
    }
}

[Cmdlet("Save", "VM")]
public sealed class SaveVM : JobCmdlet
{
    [Parameter(Mandatory = true)]
    public Machine VM { get; set; } = null!;

    protected override bool Work()
    {
        Need(Free(VM), VMState.Running, VMState.Paused);
        World.Begin(VM, World.LongWork, "InService", () =>
        {
            VM.State = VMState.Saved;
            World.Done("suspend", VM.Id);
        });
        return VM.State == VMState.Saved;
    }
}

[Cmdlet("Resume", "VM")]
public sealed class ResumeVM : StandInCmdlet
{
    [Parameter(Mandatory = true)]
    public Machine VM { get; set; } = null!;

    protected override void Act(List<object> answers)
    {
        Need(Free(VM), VMState.Paused);
        VM.State = VMState.Running;
        World.Done("start", VM.Id);
    }
}

[Cmdlet("Restart", "VM")]
public sealed class RestartVM : StandInCmdlet
{
    [Parameter(Mandatory = true)]
    public Machine VM { get; set; } = null!;

    [Parameter(Mandatory = true)]
    public SwitchParameter Force { get; set; }

    protected override void Act(List<object> answers)
    {
        Need(Free(VM), VMState.Running);
        World.Done("reset", VM.Id);
    }
}

[Cmdlet("Remove", "VMSavedState")]
public sealed class RemoveVMSavedState : StandInCmdlet
{
    [Parameter(Mandatory = true)]
    public Machine VM { get; set; } = null!;

    protected override void Act(List<object> answers)
    {
        Need(Free(VM), VMState.Saved);
        VM.State = VMState.Off;
        World.Done("off", VM.Id);
    }
}
