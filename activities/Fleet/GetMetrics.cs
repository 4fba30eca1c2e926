using Runbooks.Activities.Selectors;

namespace Runbooks.Activities.Fleet;

/// <summary>Reads one measured value per VM or host, from the samples that this server records.</summary>
/// <remarks>CPU and memory are shares, 0 to 1; disk and network are bytes a second. A value is known when samples cover at least 80 % of
/// the window (for <c>now</c>, the last two samples); an unknown one is left out of its entry.</remarks>
[Activity("fleet.get-metrics", Effect.Read, Title = "Get metrics", Group = "Fleet")]
public sealed class GetMetrics : Activity<GetMetrics.Input, GetMetrics.Output>
{
    public sealed record Input : TargetsInput
    {
        /// <summary>Whether the targets are VMs or hosts.</summary>
        public TargetKind Kind { get; init; } = TargetKind.Vm;

        /// <summary>What is measured.</summary>
        public required Metric Metric { get; init; }

        /// <summary>How the samples of the window become one value.</summary>
        public Aggregate Aggregate { get; init; } = Aggregate.Average;

        /// <summary>How far back, ending now; not used for <c>now</c>.</summary>
        public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(5);
    }

    /// <param name="Unknown">How many of the values are not known.</param>
    public sealed record Output(IReadOnlyList<MeasuredValue> Values, int Unknown);

    /// <param name="Value">Absent where it is not known.</param>
    public sealed record MeasuredValue(string Id, string Name, double? Value);

    protected override async Task<Ending> ExecuteAsync(Input input, ActivityContext context, CancellationToken cancellation)
    {
        var selection = await TargetResolver.ResolveAsync(input, input.Kind, context.Fleet);
        var values = selection.Targets.Select(Measure).ToList();
        var unknown = values.Count(value => value.Value is null);
        return new Ending("done", new Output(values, unknown), unknown == 0 ? null : $"{unknown} of {values.Count} are unknown: too few samples.");

        MeasuredValue Measure(Target target) =>
            new(target.Id, target.Name, context.Fleet.Metrics.Query(target.Id, input.Metric, input.Aggregate, input.Window));
    }
}
