using System.Management.Automation;

namespace Runbooks.Activities.Tests.Platforms.HyperV.StandIn.Cmdlets;

[Cmdlet("Get", "VMSnapshot")]
public sealed class GetVMSnapshot : StandInCmdlet
{
    [Parameter(Mandatory = true)]
    public Machine VM { get; set; } = null!;

    protected override void Act(List<object> answers) => answers.AddRange(Live(VM).Checkpoints);
}

[Cmdlet("Checkpoint", "VM")]
public sealed class CheckpointVM : JobCmdlet
{
    [Parameter(Mandatory = true)]
    public Machine VM { get; set; } = null!;

    [Parameter(Mandatory = true)]
    public string SnapshotName { get; set; } = null!;

    protected override bool Work()
    {
        var machine = Free(VM);
        if (machine.CheckpointType == "Disabled") throw Refusal.State(machine);
        var production = machine.CheckpointType is "Production" or "ProductionOnly";
        if (machine.State == VMState.Running && machine.CheckpointType == "ProductionOnly" && machine.Guest == Guest.HasNoServices)
            throw new Refusal("OperationFailed", ErrorCategory.NotSpecified, $"Production checkpoints cannot be created for '{machine.Name}'.");
        var memory = machine.State != VMState.Off && !(machine.State == VMState.Running && production);
        World.Begin(machine, World.LongWork, "CreatingSnapshot", () => Take(machine, memory));
        return !machine.IsBusy;
    }

    private void Take(Machine machine, bool memory)
    {
        var taken = new Checkpoint
        {
            Name = SnapshotName, VMId = machine.Id, CreationTime = World.Clock.GetUtcNow().UtcDateTime, State = memory ? VMState.Saved : VMState.Off,
            Notes = machine.Notes, ParentSnapshotId = machine.ParentSnapshotId, Paths = [.. machine.HardDrives.Select(drive => drive.Path)],
        };
        machine.Checkpoints.Add(taken);
        machine.ParentSnapshotId = taken.Id;
        Chains.Branch(World, machine, taken);
        World.Done("checkpoint", machine.Id);
    }
}

[Cmdlet("Restore", "VMSnapshot", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class RestoreVMSnapshot : JobCmdlet
{
    [Parameter(Mandatory = true)]
    public Checkpoint VMSnapshot { get; set; } = null!;

    protected override bool Work()
    {
        var machine = Free(World.Machines.SingleOrDefault(each => each.Id == VMSnapshot.VMId) ?? throw Refusal.NotFound("the virtual machine"));
        World.Begin(machine, World.LongWork, "ApplyingSnapshot", () =>
        {
            // Notes are part of what is restored, and a VM with memory is left saved.
            (machine.State, machine.Notes, machine.ParentSnapshotId) = (VMSnapshot.State, VMSnapshot.Notes, VMSnapshot.Id);
            Chains.Branch(World, machine, VMSnapshot);
            World.Done("restore", machine.Id);
        });
        return !machine.IsBusy;
    }
}

[Cmdlet("Remove", "VMSnapshot", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
public sealed class RemoveVMSnapshot : JobCmdlet
{
    [Parameter(Mandatory = true)]
    public Checkpoint VMSnapshot { get; set; } = null!;

    protected override bool Work()
    {
        var machine = Free(World.Machines.SingleOrDefault(each => each.Id == VMSnapshot.VMId) ?? throw Refusal.NotFound("the virtual machine"));
        if (!machine.Checkpoints.Remove(VMSnapshot)) throw Refusal.NotFound($"a checkpoint '{VMSnapshot.Name}'");
        foreach (var child in machine.Checkpoints.Where(each => each.ParentSnapshotId == VMSnapshot.Id)) child.ParentSnapshotId = VMSnapshot.ParentSnapshotId;
        if (machine.ParentSnapshotId == VMSnapshot.Id) machine.ParentSnapshotId = VMSnapshot.ParentSnapshotId;
        World.Done("remove-snapshot", machine.Id);
        // The checkpoint is gone at once, and its disks are merged after that.
        World.Begin(machine, TimeSpan.FromSeconds(20), "MergingDisks", () => Chains.Merge(World, machine));
        return true;
    }
}

/// <summary>Which disk stands on which.</summary>
internal static class Chains
{
    /// <summary>The VM goes on in disks of its own, which stand on those of the checkpoint.</summary>
    public static void Branch(World world, Machine machine, Checkpoint from)
    {
        for (var i = 0; i < machine.HardDrives.Count; i++)
        {
            var path = $@"{World.Folder}\{machine.Name}\disk-{i}_{Guid.NewGuid()}.avhdx";
            world.Files[path] = from.Paths[i];
            machine.HardDrives[i].Path = path;
        }
    }

    /// <summary>Without checkpoints, everything is in the first disk again.</summary>
    public static void Merge(World world, Machine machine)
    {
        if (machine.Checkpoints.Count > 0) return;
        foreach (var drive in machine.HardDrives)
        {
            while (drive.Path.EndsWith(".avhdx", StringComparison.OrdinalIgnoreCase))
            {
                var parent = world.Files[drive.Path]!;
                world.Files.Remove(drive.Path);
                drive.Path = parent;
            }
        }
    }
}
