using Runbooks.Activities.Selectors;

namespace Runbooks.Activities.Fleet;

/// <summary>The objects that a step's targets are chosen from: those of one kind, and of one connection where the step names one.</summary>
internal sealed class TargetCandidates(TargetKind kind, IFleet fleet, string? connection)
{
    private readonly IEnumerable<FleetObject> all = kind == TargetKind.Vm ? fleet.Vms : fleet.Hosts;

    private ILookup<string, FleetObject>? byName;

    public TargetKind Kind => kind;

    /// <summary>Null where the object is there, and not of the connection.</summary>
    public Target? Identified(string id, string? name, string? where)
    {
        var found = Find(id) ?? throw Unknown(name is null ? id : $"{name} ({id})");
        return InScope(found) ? Make(found, where) : null;
    }

    /// <summary>An id, or a name that only one object has.</summary>
    public Target? Named(string text) => Find(text) is null ? ByName(text) ?? throw Unknown(text) : Identified(text, null, null);

    public Target? TryNamed(string text) => Find(text) is { } found ? (InScope(found) ? Make(found, null) : null) : ByName(text);

    public TargetSelection Chosen(Selector selector)
    {
        var (looked, unknown) = (0, 0);
        var chosen = new List<Target>();
        foreach (var subject in all.Where(InScope))
        {
            var answer = selector.Evaluate(subject, fleet.Metrics);
            looked++;
            if (answer.Unknown) unknown++;
            if (answer.Matches) chosen.Add(Make(subject, selector.Text));
        }

        return Selection(chosen) with { Considered = ActivityJson.Write(new { looked, unknown }) };
    }

    /// <summary>Without duplicates, in the order of their names.</summary>
    public TargetSelection Selection(IEnumerable<Target?> targets)
    {
        Target[] chosen = [.. targets.OfType<Target>().DistinctBy(target => target.Id)
            .OrderBy(target => target.Name, StringComparer.Ordinal).ThenBy(target => target.Id, StringComparer.Ordinal)];
        var clusters = chosen.Select(target => target.Cluster).OfType<string>().ToHashSet();
        var sizes = all.Where(subject => subject.Cluster is { } cluster && clusters.Contains(cluster)).CountBy(subject => subject.Cluster!);
        return new TargetSelection(chosen, sizes.ToDictionary());
    }

    public ActivityFailure Unknown(string what)
    {
        var place = connection is null ? "in the fleet" : $"on the connection '{connection}'";
        return new("target.unknown", $"There is no {Noun} '{what}' {place} as it was last seen. Nothing was chosen; check the name, or refresh the fleet.");
    }

    private string Noun => kind == TargetKind.Vm ? "VM" : "host";

    private FleetObject? Find(string id) => kind == TargetKind.Vm ? fleet.FindVm(id) : fleet.FindHost(id);

    private Target? ByName(string name)
    {
        byName ??= all.Where(InScope).ToLookup(subject => subject.Name);
        FleetObject[] found = [.. byName[name]];
        return found.Length <= 1 ? found.Select(subject => Make(subject, null)).SingleOrDefault() : throw Ambiguous(name, found);
    }

    private ActivityFailure Ambiguous(string name, FleetObject[] found)
    {
        var list = string.Join("; ", found.OrderBy(subject => subject.Id, StringComparer.Ordinal).Select(subject => $"{subject.Id} on '{subject.Connection}'"));
        return new("target.ambiguous", $"{found.Length} {Noun}s are called '{name}': {list}. Nothing was chosen; give the id, or a connection that has only one.");
    }

    private bool InScope(FleetObject subject) => connection is null || subject.Connection == connection;

    private Target Make(FleetObject subject, string? where) =>
        new(subject.Id, subject.Name, kind, subject.Connection, subject.Cluster, where);
}
