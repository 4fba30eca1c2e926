namespace Runbooks.Activities.Integration;

/// <summary>The section <c>Outbound</c> of the configuration.</summary>
public sealed record OutboundOptions
{
    /// <summary>Addresses and networks (<c>127.0.0.1</c>, <c>169.254.0.0/16</c>) that requests of workflows may reach although they are
    /// loopback, link-local, metadata or multicast.</summary>
    public IReadOnlyList<string> Allow { get; init; } = [];
}
