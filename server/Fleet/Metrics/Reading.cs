using Runbooks.Activities.Platforms;
using Runbooks.Activities.Selectors;

namespace Runbooks.Server.Fleet.Metrics;

/// <summary>A sample as it is kept.</summary>
/// <param name="At">Milliseconds since 1970.</param>
internal readonly record struct Reading(long At, float? Cpu, float? Memory, float? Disk, float? Network)
{
    public static Reading Of(MetricSample sample) =>
        new(sample.At.ToUnixTimeMilliseconds(), Sane(sample.Cpu), Sane(sample.Memory), Sane(sample.Disk), Sane(sample.Network));

    public float? this[Metric metric] => metric switch
    {
        Metric.Cpu => Cpu,
        Metric.Memory => Memory,
        Metric.Disk => Disk,
        _ => Network,
    };

    /// <summary>A value that is no measurement is none.</summary>
    private static float? Sane(double? value) => value is { } number && double.IsFinite(number) ? (float)Math.Max(0, number) : null;
}
