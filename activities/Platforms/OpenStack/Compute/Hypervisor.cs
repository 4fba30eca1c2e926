using System.Text.Json.Serialization;

namespace Runbooks.Activities.Platforms.OpenStack.Compute;

/// <summary>A machine that servers run on.</summary>
/// <param name="State">up or down.</param>
/// <param name="Status">enabled or disabled: whether new servers are placed there.</param>
internal sealed record Hypervisor(string Id, string State, string Status, HypervisorService Service)
{
    /// <summary>Left out from microversion 2.88 on, which is not asked for.</summary>
    public int Vcpus { get; init; }

    /// <summary>MiB.</summary>
    [JsonPropertyName("memory_mb")]
    public long Memory { get; init; }
}

internal sealed record HypervisorService(string Host, string Id, string? DisabledReason);

internal sealed record ComputeService(string Id, string Host, string Zone);

/// <summary>A server's way from one host to another.</summary>
/// <param name="Status">queued, preparing, running, post-migrating, completed, error, failed, cancelled …</param>
internal sealed record Migration(long Id, string Status)
{
    public string? DestCompute { get; init; }

    [JsonIgnore]
    public bool IsOver => Status is "completed" or "error" or "failed" or "cancelled" or "done" or "confirmed" or "reverted";

    [JsonIgnore]
    public bool HasFailed => Status is "error" or "failed" or "cancelled";
}

/// <summary>What was asked of a server, by the request that asked.</summary>
/// <param name="Message"><c>Error</c> where it failed.</param>
internal sealed record InstanceAction(string Action, string? Message)
{
    public IReadOnlyList<ActionEvent> Events { get; init; } = [];
}

/// <param name="Details">In a word; from microversion 2.84 on.</param>
/// <param name="Traceback">For administrators only.</param>
internal sealed record ActionEvent(string Event, string? Result, string? Details, string? Traceback);

/// <summary>What a hypervisor counts of a server since it was started there.</summary>
internal sealed record Diagnostics
{
    public int? NumCpus { get; init; }

    public IReadOnlyList<CpuDetails> CpuDetails { get; init; } = [];

    public IReadOnlyList<DiskDetails> DiskDetails { get; init; } = [];

    public IReadOnlyList<NicDetails> NicDetails { get; init; } = [];
}

/// <param name="Time">Nanoseconds.</param>
internal sealed record CpuDetails(long? Time);

internal sealed record DiskDetails(long? ReadBytes, long? WriteBytes);

internal sealed record NicDetails(long? RxOctets, long? TxOctets);
