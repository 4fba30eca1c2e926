namespace Runbooks.Activities.Tests.Platforms.HyperV.StandIn;

/// <summary>Two hosts with their VMs and files, as a cluster or the first of them alone. Scripts run on the first.</summary>
public sealed class World
{
    public const string Folder = @"C:\ClusterStorage\Volume1";

    internal World(TimeProvider clock, bool clustered)
    {
        (Clock, Clustered) = (clock, clustered);
        Nodes = clustered ? [new Node("hv-1"), new Node("hv-2")] : [new Node("hv-1")];
        var second = Nodes[^1].Name;
        Add(new Machine { Name = "web-01", ComputerName = second, State = VMState.Running, ProcessorCount = 2, MemoryStartup = 2L << 30, Notes = "The shop.\r\n#env=test" }, "10.0.0.5");
        Add(new Machine { Name = "app-01", ComputerName = second, State = VMState.Running, Guest = Guest.IsDeaf });
        Add(new Machine { Name = "old-01", ComputerName = "hv-1", State = VMState.Running, Guest = Guest.HasNoServices, DynamicMemoryEnabled = true });
        var template = Add(new Machine { Name = "debian-13", ComputerName = "hv-1", Notes = "#template A fresh Debian." });
        (template.Firmware.SecureBootTemplate, template.IsClustered) = ("MicrosoftUEFICertificateAuthority", false);
    }

    internal TimeProvider Clock { get; }

    internal bool Clustered { get; }

    internal List<Node> Nodes { get; }

    internal List<Machine> Machines { get; } = [];

    /// <summary>Disks by path, with what they stand on; null for other files.</summary>
    internal Dictionary<string, string?> Files { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What was written into files.</summary>
    internal Dictionary<string, byte[]> Contents { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What was really carried out, and on what.</summary>
    internal List<(string Action, string Target)> Effects { get; } = [];

    /// <summary>Hosts have no memory left to start a VM with.</summary>
    internal bool NoCapacity { get; set; }

    /// <summary>2: the cluster moves VMs by itself; 0: never.</summary>
    internal int AutoBalancerMode { get; set; }

    /// <summary>How long saving, checkpoints and reverts take. Hyper-V goes on with them when the script has left.</summary>
    internal TimeSpan LongWork { get; set; }

    internal Machine this[string name] => Machines.Single(machine => machine.Name == name);

    internal Machine Add(Machine machine, params string[] addresses)
    {
        var path = $@"{Folder}\{machine.Name}\disk-0.vhdx";
        Files[path] = null;
        machine.IsClustered = Clustered;
        machine.HardDrives.Add(new HardDrive(machine.Id, "SCSI") { Path = path });
        machine.NetworkAdapters.Add(new NetworkAdapter
        {
            VMId = machine.Id, Id = Guid.NewGuid(), MacAddress = $"00155D0000{Machines.Count:X2}", SwitchName = "lan", IPAddresses = addresses,
        });
        Machines.Add(machine);
        return machine;
    }

    internal Node NodeOf(Machine machine) => Nodes.Single(node => node.Name == machine.ComputerName);

    internal void Done(string action, object target) => Effects.Add((action, $"{target}"));

    /// <summary>Carries it out now, or later on the clock where it takes its time.</summary>
    internal void Begin(Machine machine, TimeSpan takes, string status, Action end)
    {
        if (takes <= TimeSpan.Zero)
        {
            end();
            return;
        }

        machine.Become(status);
        machine.Pending = (Clock.GetUtcNow() + takes, () =>
        {
            machine.Become("Ok");
            end();
        });
    }

    /// <summary>What is due by now happens.</summary>
    internal void Pass()
    {
        foreach (var machine in Machines.ToList())
        {
            if (machine.Pending is not { } pending || Clock.GetUtcNow() < pending.At) continue;
            machine.Pending = null;
            pending.End();
        }
    }
}

public sealed record Node(string Name)
{
    public string State { get; set; } = "Up";

    internal bool IsDown => State == "Down";
}
