namespace Runbooks.Activities.Tests.Platforms.Ec2.StandIn;

/// <summary>An image with a name, made of an instance or somewhere else. It becomes available in its own time, and is shown a moment late.</summary>
internal sealed class MadeImage(TimeProvider clock, TimeSpan takes)
{
    private readonly DateTimeOffset _made = clock.GetUtcNow(), _until = clock.GetUtcNow() + takes;

    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Of { get; init; }

    public required List<(string Device, string Snapshot, int GiB)> Volumes { get; init; }

    public required Dictionary<string, string?> Tags { get; init; }

    public bool Failed { get; set; }

    public DateTimeOffset Created => _made;

    public string State => Failed ? "failed" : clock.GetUtcNow() < _until ? "pending" : "available";

    public bool IsKnown => clock.GetUtcNow() >= _made + TimeSpan.FromSeconds(2);
}

/// <summary>A snapshot of a volume.</summary>
internal sealed class VolumeSnapshot
{
    public required string Id { get; init; }

    public required MadeImage Image { get; init; }

    public required Dictionary<string, string?> Tags { get; init; }

    public required int GiB { get; init; }

    public bool Damaged { get; set; }

    public string State => Damaged ? "error" : Image.State == "available" ? "completed" : "pending";
}
