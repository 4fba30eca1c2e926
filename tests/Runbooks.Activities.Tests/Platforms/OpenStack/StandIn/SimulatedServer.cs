namespace Runbooks.Activities.Tests.Platforms.OpenStack.StandIn;

/// <summary>A server, which changes with the clock: what it is asked for takes its time, and holds off the rest meanwhile.</summary>
internal sealed class SimulatedServer(TimeProvider clock)
{
    private (DateTimeOffset At, Action End)? _pending;

    public required string Id { get; init; }
    public required string Name { get; set; }
    public required string Project { get; init; }
    public required CloudFlavor Flavor { get; set; }
    public CloudFlavor? Reserve { get; set; }
    public string Image { get; set; } = World.Images[0].Id;
    public string? Host { get; set; } = "compute-1";
    public string Status { get; set; } = "ACTIVE";
    public string? Task { get; set; }
    public int Power { get; set; } = 1;
    public string? FaultMessage { get; set; }
    public bool Deaf { get; init; }
    public bool FromVolume { get; init; }
    public string? UserData { get; init; }
    public List<(string Id, bool Deleted)> Volumes { get; init; } = [];
    public Dictionary<string, string> Metadata { get; init; } = [];
    public List<string> Tags { get; init; } = [];
    public List<string> Addresses { get; init; } = [];
    public string Network { get; set; } = "front";
    public string Mac => $"fa:16:3e:00:{Id[^4..^2]}:{Id[^2..]}";
    public DateTimeOffset Created { get; init; }
    public DateTimeOffset? Launched { get; set; }
    public List<RecordedAction> Actions { get; } = [];
    public (long Cpu, long Bytes) Counted { get; set; } = (17_300_000_000, 2_000_000);

    /// <summary>Nova records the action, holds the server by its task, and does it later.</summary>
    public void Begin(string requestId, string action, string? task, TimeSpan takes, Action end)
    {
        Actions.Add(new RecordedAction(requestId, action));
        Task = task;
        _pending = (clock.GetUtcNow() + takes, end);
    }

    public void Pass()
    {
        while (_pending is { } pending && clock.GetUtcNow() >= pending.At)
        {
            (_pending, Task) = (null, null);
            pending.End();
        }
    }

    public void Become(string status, int power) => (Status, Power) = (status, power);

    /// <summary>The last action ends in an error.</summary>
    public void Fail(string details) => Actions[^1] = Actions[^1] with { Details = details };
}

/// <param name="Details">Why it failed; null where it has not.</param>
internal sealed record RecordedAction(string RequestId, string Action, string? Details = null);

internal sealed record CloudFlavor(string Id, string Name, int Cpus, int Ram, int Disk, (string Key, string Value)? Extra = null);

internal sealed record CloudHost(string Id, string Service, string Name)
{
    public string State { get; set; } = "up";

    public string Status { get; set; } = "enabled";

    public string? Reason { get; set; }
}

internal sealed record CloudImage(string Id, string Name, DateTimeOffset Created)
{
    public string Status { get; set; } = "active";

    public long Size { get; set; } = 2L << 30;

    public string? Distribution { get; init; }

    public string Format { get; init; } = "bare";

    public Dictionary<string, string> Properties { get; init; } = [];
}

internal sealed record CloudMigration(long Id, string Server, string Source, string Target)
{
    public string Status { get; set; } = "running";
}
