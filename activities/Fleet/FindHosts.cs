using System.ComponentModel.DataAnnotations;

namespace Runbooks.Activities.Fleet;

/// <summary>Finds hosts by a condition over what was last seen of them and over their measured load.</summary>
/// <remarks>A comparison with a metric that is not known is false; <c>unknown</c> says for how many that decided. Takes <c>none</c> where
/// nothing matches. More than 10,000 matches without a limit are an error, <c>find.too-many</c>.</remarks>
[Activity("fleet.find-hosts", Effect.Read, Title = "Find hosts", Group = "Fleet", Outcomes = ["found", "none"])]
public sealed class FindHosts : Activity<FindHosts.Input, FindHosts.Output>
{
    public sealed record Input
    {
        /// <summary>The condition, e.g. <c>cluster == 'prod' &amp;&amp; cpu.avg('5m') &gt; 0.8</c>; all hosts where left out.</summary>
        [Format(Formats.HostSelector)]
        public string? Where { get; init; }

        /// <summary>Only hosts of this connection.</summary>
        [Format(Formats.Connection)]
        public string? Connection { get; init; }

        /// <summary>Takes no more than this many, the first by name.</summary>
        [Range(1, FleetSearch.Most)]
        public int? Limit { get; init; }
    }

    /// <param name="Hosts">In order of name.</param>
    /// <param name="Count">How many hosts were taken.</param>
    /// <param name="Matched">How many matched before the limit.</param>
    /// <param name="Unknown">How many did not match, but might with more samples.</param>
    public sealed record Output(IReadOnlyList<FoundHost> Hosts, int Count, int Matched, int Unknown);

    protected override Task<Ending> ExecuteAsync(Input input, ActivityContext context, CancellationToken cancellation)
    {
        var found = FleetSearch.Find(context.Fleet.Hosts, input.Where, input.Connection, input.Limit, context.Fleet.Metrics);
        var hosts = found.Objects.Select(host => FoundHost.Of(host, found.Where)).ToList();
        var output = new Output(hosts, hosts.Count, found.Matched, found.Unknown);
        return Task.FromResult(new Ending(hosts.Count > 0 ? "found" : "none", output, found.Message("host")));
    }
}
