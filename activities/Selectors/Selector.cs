using System.Collections.Frozen;
using System.Text.Json;
using Runbooks.Activities.Fleet;

namespace Runbooks.Activities.Selectors;

/// <summary>A condition over VMs, hosts or storages in JavaScript syntax, compiled from a whitelisted syntax tree.
/// <para>VMs have <c>name, id, powerState, host, cluster, cpus, memoryBytes, connection, platform, os, ipAddresses, createdAt, age,
/// snapshots, snapshotAge, stale</c> and <c>tags.x</c>; hosts have <c>name, id, state, cluster, cpus, memoryBytes, vms, peerVms, connection, platform, stale</c>;
/// storages have <c>name, id, capacityBytes, freeBytes, connection, platform, stale</c>. VMs and hosts have the metrics
/// <c>cpu, memory</c> (shares, 0 to 1), <c>disk, network</c> (bytes a second) as <c>cpu.now</c>, <c>cpu.avg('5m')</c>, <c>cpu.max('1h')</c>,
/// <c>cpu.p95('14d')</c>, <c>cpu.deviation('14d')</c>. <c>inputs.x</c> stands anywhere for a literal.</para>
/// <para>Text is compared letter by letter, case included. A missing tag equals no text. A comparison with a metric, <c>createdAt</c> or
/// <c>age</c> that is not known is neither true nor false, and neither is its negation: it never matches.</para></summary>
public sealed class Selector
{
    private readonly Node root;
    private readonly Func<Scope, Truth> condition;

    private Selector(Node root, SelectorSubject subject)
    {
        this.root = root;
        Subject = subject;
        condition = Compiler.Condition(root, subject);
        Text = Printer.Print(root);
        Inputs = root.All().OfType<Node.Input>().Select(input => input.Name).ToFrozenSet();
        ReferencesMetrics = root.All().OfType<Node.Reading>().Any();
        ReferencesSnapshots = root.All().OfType<Node.Field>().Any(field => field.Name is Fields.Snapshots or Fields.SnapshotAge);
        Metrics = [.. root.All().OfType<Node.Reading>().Select(MetricUse.Of).OfType<MetricUse>().Distinct()];
    }

    /// <summary>The canonical text.</summary>
    public string Text { get; }

    public SelectorSubject Subject { get; }

    /// <summary>Names of inputs that must be bound before evaluation.</summary>
    public IReadOnlySet<string> Inputs { get; }

    /// <summary>Whether any metric is read; without, evaluation looks at the inventory alone.</summary>
    public bool ReferencesMetrics { get; }

    /// <summary>Whether snapshots are asked about, which are not known of every VM.</summary>
    public bool ReferencesSnapshots { get; }

    /// <summary>The metrics that are read; those with a window that is still an input are left out.</summary>
    public IReadOnlyList<MetricUse> Metrics { get; }

    /// <exception cref="SelectorException">Not a selector; says where and why.</exception>
    public static Selector Parse(string text, TargetKind kind) =>
        Parse(text, kind == TargetKind.Host ? SelectorSubject.Host : SelectorSubject.Vm);

    /// <exception cref="SelectorException">Not a selector; says where and why.</exception>
    public static Selector Parse(string text, SelectorSubject subject) => new(SyntaxReader.Read(text), subject);

    /// <summary>Replaces <c>inputs.x</c> by its value, so that the condition can be kept with a target.</summary>
    /// <exception cref="SelectorException">An input has no value, or one that does not fit where it stands; the position is that in
    /// <see cref="Text"/>'s origin.</exception>
    public Selector Bind(IReadOnlyDictionary<string, JsonElement> inputs)
    {
        if (Inputs.Count == 0) return this;
        var bound = Binder.Bind(root, inputs);
        // Checked before it is printed, so that an error points into the text that the user wrote.
        Compiler.Condition(bound, Subject);
        return Parse(Printer.Print(bound), Subject);
    }

    /// <exception cref="InvalidOperationException">There are <see cref="Inputs"/> to bind first.</exception>
    public SelectorAnswer Evaluate(FleetObject subject, IMetricHistory metrics)
    {
        if (Inputs.Count > 0) throw new InvalidOperationException($"Bind the inputs of '{Text}' before it is evaluated.");
        var truth = condition(new Scope(subject, metrics));
        return new SelectorAnswer(truth == Truth.True, truth == Truth.Unknown);
    }

    /// <summary>The comparisons that the answer came of, in the order of the text.</summary>
    public IReadOnlyList<SelectorComparison> Explain(FleetObject subject, IMetricHistory metrics) =>
        Explanation.Of(root, Subject, new Scope(subject, metrics));

    /// <summary>The same with another number where it compares a metric with one; null where it does so not exactly once.</summary>
    public Selector? WithThreshold(double threshold) =>
        double.IsFinite(threshold) && Thresholds.Replace(root, threshold) is { } other ? Parse(Printer.Print(other), Subject) : null;

    /// <summary>The number that a metric is compared with; null where that is not exactly one.</summary>
    public double? Threshold => Thresholds.Of(root);

    public override string ToString() => Text;
}
