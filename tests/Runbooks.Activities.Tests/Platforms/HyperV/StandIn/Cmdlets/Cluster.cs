using System.Management.Automation;

namespace Runbooks.Activities.Tests.Platforms.HyperV.StandIn.Cmdlets;

[Cmdlet("Get", "Cluster")]
public sealed class GetCluster : StandInCmdlet
{
    protected override void Act(List<object> answers) => answers.Add(new { Name = "hv", World.AutoBalancerMode });
}

[Cmdlet("Get", "ClusterNode")]
public sealed class GetClusterNode : StandInCmdlet
{
    protected override void Act(List<object> answers) => answers.AddRange(World.Nodes);
}

[Cmdlet("Suspend", "ClusterNode")]
public sealed class SuspendClusterNode : StandInCmdlet
{
    [Parameter(Mandatory = true)]
    public string Name { get; set; } = null!;

    protected override void Act(List<object> answers)
    {
        var node = At(Name);
        if (node.State == "Paused") throw new Refusal("Suspend-ClusterNode", ErrorCategory.NotSpecified, "The cluster node is already paused. (0x800713BB)");
        node.State = "Paused";
        World.Done("pause", node.Name);
        answers.Add(node);
    }
}

[Cmdlet("Resume", "ClusterNode")]
public sealed class ResumeClusterNode : StandInCmdlet
{
    [Parameter(Mandatory = true)]
    public string Name { get; set; } = null!;

    [Parameter]
    [ValidateSet("NoFailback", "Immediate", "Policy")]
    public string Failback { get; set; } = "NoFailback";

    protected override void Act(List<object> answers)
    {
        var node = At(Name);
        if (node.State != "Paused") throw new Refusal("Resume-ClusterNode", ErrorCategory.NotSpecified, "The cluster node is not paused. (0x800713BC)");
        node.State = "Up";
        World.Done("unpause", node.Name);
        answers.Add(node);
    }
}

[Cmdlet("Get", "ClusterResource")]
public sealed class GetClusterResource : StandInCmdlet
{
    protected override void Act(List<object> answers)
    {
        answers.Add(new ClusterResource("Cluster IP Address", "IP Address", "Cluster Group", World.Nodes[0].Name, null));
        foreach (var machine in World.Machines.Where(machine => machine.IsClustered))
        {
            answers.Add(new ClusterResource($"Virtual Machine {machine.Name}", "Virtual Machine", machine.Name, machine.ComputerName, machine.Id));
            answers.Add(new ClusterResource($"Virtual Machine Configuration {machine.Name}", "Virtual Machine Configuration", machine.Name, machine.ComputerName, machine.Id));
        }
    }
}

public sealed record ClusterResource(string Name, string ResourceType, string OwnerGroup, string OwnerNode, Guid? VmId);

[Cmdlet("Get", "ClusterParameter")]
public sealed class GetClusterParameter : StandInCmdlet
{
    [Parameter(Mandatory = true)]
    public ClusterResource InputObject { get; set; } = null!;

    [Parameter(Mandatory = true)]
    public string Name { get; set; } = null!;

    protected override void Act(List<object> answers)
    {
        if (Name != "VmID" || InputObject.VmId is not { } id) throw new Refusal("Get-ClusterParameter", ErrorCategory.ObjectNotFound, $"There is no parameter '{Name}'.");
        answers.Add(new { Name, Value = $"{id}" });
    }
}

[Cmdlet("Get", "ClusterSharedVolume")]
public sealed class GetClusterSharedVolume : StandInCmdlet
{
    protected override void Act(List<object> answers) => answers.Add(new
    {
        Name = "Cluster Disk 1", Id = "f3c0c4a1-0000-4000-8000-000000000001",
        SharedVolumeInfo = new[] { new { FriendlyVolumeName = World.Folder, Partition = new { Size = 1UL << 42, FreeSpace = 1UL << 41 } } },
    });
}

[Cmdlet("Add", "ClusterVirtualMachineRole")]
public sealed class AddClusterVirtualMachineRole : StandInCmdlet
{
    [Parameter(Mandatory = true)]
    public Guid VMId { get; set; }

    protected override void Act(List<object> answers)
    {
        var machine = Live(World.Machines.SingleOrDefault(machine => machine.Id == VMId) ?? throw Refusal.NotFound($"{VMId}"));
        if (machine.HardDrives.Exists(drive => !drive.Path.StartsWith(World.Folder, StringComparison.OrdinalIgnoreCase)))
            throw new Refusal("Add-ClusterVirtualMachineRole", ErrorCategory.NotSpecified, $"The disks of {machine.Name} are not on storage of the cluster.");
        machine.IsClustered = true;
        answers.Add(new { machine.Name });
    }
}

[Cmdlet("Remove", "ClusterGroup")]
public sealed class RemoveClusterGroup : StandInCmdlet
{
    [Parameter(Mandatory = true)]
    public Guid VMId { get; set; }

    [Parameter(Mandatory = true)]
    public SwitchParameter RemoveResources { get; set; }

    [Parameter(Mandatory = true)]
    public SwitchParameter Force { get; set; }

    protected override void Act(List<object> answers) =>
        Live(World.Machines.SingleOrDefault(machine => machine.Id == VMId) ?? throw Refusal.NotFound($"{VMId}")).IsClustered = false;
}

[Cmdlet("Move", "ClusterVirtualMachineRole")]
public sealed class MoveClusterVirtualMachineRole : StandInCmdlet
{
    [Parameter(Mandatory = true)]
    public Guid VMId { get; set; }

    [Parameter(ParameterSetName = "Move", Mandatory = true)]
    public string Node { get; set; } = null!;

    [Parameter(ParameterSetName = "Move", Mandatory = true)]
    [ValidateSet("Live", "Quick")]
    public string MigrationType { get; set; } = null!;

    [Parameter(ParameterSetName = "Move", Mandatory = true)]
    public int Wait { get; set; }

    [Parameter(ParameterSetName = "Cancel", Mandatory = true)]
    public SwitchParameter Cancel { get; set; }

    protected override void Act(List<object> answers)
    {
        var machine = Live(World.Machines.SingleOrDefault(machine => machine.Id == VMId && machine.IsClustered) ?? throw Refusal.NotFound($"a group of {VMId}"));
        answers.Add(new { machine.Name });
        if (Cancel)
        {
            machine.Pending = null;
            machine.Become("Ok");
            return;
        }

        Need(Free(machine), VMState.Running);
        if (At(Node).State != "Up") throw new Refusal("Move-ClusterVirtualMachineRole", ErrorCategory.NotSpecified, "The cluster node is paused. (0x800713BB)");
        World.Begin(machine, TimeSpan.FromSeconds(12), "MigratingVirtualMachine", () =>
        {
            // A node that went down meanwhile takes nothing.
            if (World.Nodes.Single(node => node.Name == Node).IsDown) return;
            machine.ComputerName = Node;
            World.Done("move", machine.Id);
        });
    }
}
