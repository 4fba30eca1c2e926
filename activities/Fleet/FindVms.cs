using System.ComponentModel.DataAnnotations;

namespace Runbooks.Activities.Fleet;

/// <summary>Finds virtual machines by a condition over what was last seen of them and over their measured load.</summary>
/// <remarks>A comparison with a metric that is not known is false; <c>unknown</c> says for how many that decided. Takes <c>none</c> where
/// nothing matches. More than 10,000 matches without a limit are an error, <c>find.too-many</c>.</remarks>
[Activity("fleet.find-vms", Effect.Read, Title = "Find VMs", Group = "Fleet", Outcomes = ["found", "none"])]
public sealed class FindVms : Activity<FindVms.Input, FindVms.Output>
{
    public sealed record Input
    {
        /// <summary>The condition, e.g. <c>tags.env == 'test' &amp;&amp; cpu.p95('P14D') &lt; 0.2</c>; all VMs where left out.</summary>
        [Format(Formats.VmSelector)]
        public string? Where { get; init; }

        /// <summary>Only VMs of this connection.</summary>
        [Format(Formats.Connection)]
        public string? Connection { get; init; }

        /// <summary>Takes no more than this many, the first by name.</summary>
        [Range(1, FleetSearch.Most)]
        public int? Limit { get; init; }
    }

    /// <param name="Vms">In order of name.</param>
    /// <param name="Count">How many VMs were taken.</param>
    /// <param name="Matched">How many matched before the limit.</param>
    /// <param name="Unknown">How many did not match, but might with more samples.</param>
    public sealed record Output(IReadOnlyList<FoundVm> Vms, int Count, int Matched, int Unknown);

    protected override Task<Ending> ExecuteAsync(Input input, ActivityContext context, CancellationToken cancellation)
    {
        var found = FleetSearch.Find(context.Fleet.Vms, input.Where, input.Connection, input.Limit, context.Fleet.Metrics);
        var vms = found.Objects.Select(vm => FoundVm.Of(vm, found.Where)).ToList();
        var output = new Output(vms, vms.Count, found.Matched, found.Unknown);
        return Task.FromResult(new Ending(vms.Count > 0 ? "found" : "none", output, found.Message("VM")));
    }
}
