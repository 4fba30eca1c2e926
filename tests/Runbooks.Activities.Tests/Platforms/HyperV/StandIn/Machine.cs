namespace Runbooks.Activities.Tests.Platforms.HyperV.StandIn;

public enum VMState
{
    Other,
    Running,
    Off,
    Stopping,
    Saved,
    Paused,
    Starting,
    Saving,
    Resuming,
}

/// <summary>How a guest takes a request to shut down.</summary>
public enum Guest
{
    Obeys,
    IsDeaf,
    HasNoServices,
}

/// <summary>A VM with the properties that Hyper-V's own objects have. What it is asked for may take its time on the clock.</summary>
public sealed class Machine
{
    public Guid Id { get; init; } = Guid.NewGuid();
    public required string Name { get; set; }
    public required string ComputerName { get; set; }
    public VMState State { get; set; } = VMState.Off;
    public List<string> OperationalStatus { get; } = ["Ok"];
    public int ProcessorCount { get; set; } = 1;
    public long MemoryStartup { get; set; } = 1L << 30;
    public long MemoryMinimum { get; set; } = 1L << 29;
    public long MemoryMaximum { get; set; } = 1L << 40;
    public bool DynamicMemoryEnabled { get; set; }
    public long MemoryAssigned => State == VMState.Running ? MemoryStartup : 0;
    public long MemoryDemand => State == VMState.Running ? MemoryStartup / 2 : 0;
    public string Notes { get; set; } = "";
    public string Heartbeat => State != VMState.Running || Guest == Guest.HasNoServices ? "" : Answers() ? "OkApplicationsHealthy" : "NoContact";
    public DateTime CreationTime { get; init; } = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    public Guid? ParentSnapshotId { get; set; }
    public int Generation { get; init; } = 2;
    public string CheckpointType { get; set; } = "Production";
    public bool IsClustered { get; set; }
    public List<HardDrive> HardDrives { get; } = [];
    public List<NetworkAdapter> NetworkAdapters { get; } = [];
    public List<DvdDrive> DVDDrives { get; } = [];
    internal Firmware Firmware { get; } = new();
    internal Guest Guest { get; init; }
    internal List<Checkpoint> Checkpoints { get; } = [];
    internal Func<bool> Answers { get; set; } = () => true;
    internal (DateTimeOffset At, Action End)? Pending { get; set; }

    internal bool IsBusy => OperationalStatus[0] is not ("Ok" or "MergingDisks");

    internal void Become(string status)
    {
        OperationalStatus.Clear();
        OperationalStatus.Add(status);
    }
}

public sealed record HardDrive(Guid VMId, string ControllerType)
{
    public string Path { get; set; } = "";
}

public sealed record DvdDrive(Guid VMId, string Path);

public sealed class NetworkAdapter
{
    public required Guid VMId { get; init; }
    public required Guid Id { get; init; }
    public required string MacAddress { get; init; }
    public string SwitchName { get; set; } = "";
    public string[] IPAddresses { get; set; } = [];
}

public sealed class Firmware
{
    public string SecureBoot { get; set; } = "On";
    public string SecureBootTemplate { get; set; } = "MicrosoftWindows";
    public object? FirstBootDevice { get; set; }
}

/// <summary>With the properties of Hyper-V's VMSnapshot.</summary>
public sealed class Checkpoint
{
    public Guid Id { get; } = Guid.NewGuid();
    public required string Name { get; init; }
    public required Guid VMId { get; init; }
    public required DateTime CreationTime { get; init; }

    /// <summary>Off where it has no memory.</summary>
    public required VMState State { get; init; }
    public required string Notes { get; init; }
    public Guid? ParentSnapshotId { get; set; }
    internal IReadOnlyList<string> Paths { get; init; } = [];
}
