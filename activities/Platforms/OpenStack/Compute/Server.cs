using System.Text.Json;
using System.Text.Json.Serialization;

namespace Runbooks.Activities.Platforms.OpenStack.Compute;

/// <summary>A VM as Nova has it. Of one whose cell is down, Nova gives no more than id, project and the status <c>UNKNOWN</c>.
/// https://docs.openstack.org/api-ref/compute/#show-server-details</summary>
internal sealed record Server(string Id, string Status, string TenantId)
{
    public string? Name { get; init; }

    public DateTimeOffset? Created { get; init; }

    /// <summary>What is being done to it; null where nothing is.</summary>
    [JsonPropertyName("OS-EXT-STS:task_state")]
    public string? TaskState { get; init; }

    [JsonPropertyName("OS-EXT-STS:power_state")]
    public int? PowerState { get; init; }

    /// <summary>Of the compute service; administrators only.</summary>
    [JsonPropertyName("OS-EXT-SRV-ATTR:host")]
    public string? Host { get; init; }

    /// <summary>UP, DOWN, UNKNOWN or MAINTENANCE; administrators only.</summary>
    public string? HostStatus { get; init; }

    [JsonPropertyName("OS-EXT-AZ:availability_zone")]
    public string? Zone { get; init; }

    [JsonPropertyName("OS-SRV-USG:launched_at")]
    public string? LaunchedAt { get; init; }

    public ServerFlavor? Flavor { get; init; }

    /// <summary>An empty text where it was started from a volume.</summary>
    public JsonElement? Image { get; init; }

    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<string> Tags { get; init; } = [];

    public IReadOnlyDictionary<string, IReadOnlyList<ServerAddress>> Addresses { get; init; } = new Dictionary<string, IReadOnlyList<ServerAddress>>();

    [JsonPropertyName("os-extended-volumes:volumes_attached")]
    public IReadOnlyList<AttachedVolume> Volumes { get; init; } = [];

    public Fault? Fault { get; init; }

    /// <summary>Null where it was started from a volume.</summary>
    [JsonIgnore]
    public string? ImageId => Image is { ValueKind: JsonValueKind.Object } image && image.TryGetProperty("id", out var id) ? id.GetString() : null;
}

/// <summary>The size that a server was given; the flavor itself may be gone by now.</summary>
/// <param name="Ram">MiB.</param>
/// <param name="Disk">GiB.</param>
internal sealed record ServerFlavor(string? OriginalName, int Vcpus, long Ram, int Disk)
{
    public IReadOnlyDictionary<string, string> ExtraSpecs { get; init; } = new Dictionary<string, string>();
}

/// <param name="Mac">Of the card that has it.</param>
internal sealed record ServerAddress([property: JsonPropertyName("addr")] string Address, [property: JsonPropertyName("OS-EXT-IPS-MAC:mac_addr")] string? Mac);

/// <summary>A card of a server, which may have no address.</summary>
internal sealed record Interface(string PortId, string NetId, string MacAddr);

/// <param name="Device"><c>/dev/vda</c>; null while it is being attached.</param>
internal sealed record VolumeAttachment([property: JsonPropertyName("volumeId")] string VolumeId, string? Device);

internal sealed record AttachedVolume(string Id, bool DeleteOnTermination);

/// <summary>Why a server is in the status ERROR.</summary>
internal sealed record Fault(int Code, string Message);

/// <summary>A size that servers may have.</summary>
internal sealed record Flavor(string Id, string Name, int Vcpus, long Ram, int Disk)
{
    public IReadOnlyDictionary<string, string> ExtraSpecs { get; init; } = new Dictionary<string, string>();

    [JsonIgnore]
    public long MemoryBytes => Ram << 20;
}
