using Orleans.Concurrency;

namespace Runbooks.Server.Cluster;

/// <summary>One activation per run in the whole cluster: a mailbox, and nothing else.</summary>
[Alias("Runbooks.Server.Cluster.IRunGrain")]
public interface IRunGrain : IGrainWithStringKey
{
    /// <summary>Something for the run is in the store. A hint: losing it costs time only.</summary>
    [OneWay]
    [Alias("Wake")]
    Task Wake();
}
