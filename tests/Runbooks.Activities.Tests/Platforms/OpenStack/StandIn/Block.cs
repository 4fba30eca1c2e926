namespace Runbooks.Activities.Tests.Platforms.OpenStack.StandIn;

/// <summary>A volume, a snapshot or a backup of one: what is asked of it takes its time, and shows as a status until then.</summary>
internal sealed class Block(TimeProvider clock, string id, string name, string status)
{
    private (DateTimeOffset At, string Status)? _pending;

    public string Id { get; } = id;
    public string Name { get; } = name;
    public string Status { get; set; } = status;
    public string? Volume { get; init; }
    public string? FailReason { get; set; }
    public bool Bootable { get; set; }
    public int Size { get; init; } = 20;
    public Dictionary<string, string> Metadata { get; init; } = [];
    public DateTimeOffset Created { get; } = clock.GetUtcNow();

    /// <summary>What it becomes; <c>gone</c> where it is removed.</summary>
    public void Begin(string now, string then, int seconds) => (Status, _pending) = (now, (clock.GetUtcNow() + TimeSpan.FromSeconds(seconds), then));

    public void Pass()
    {
        if (_pending is not { } pending || clock.GetUtcNow() < pending.At) return;
        (_pending, Status) = (null, pending.Status);
    }
}
