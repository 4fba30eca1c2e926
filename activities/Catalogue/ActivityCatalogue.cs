namespace Runbooks.Activities.Catalogue;

/// <summary>All activities of this server, by name.</summary>
public sealed class ActivityCatalogue
{
    private readonly Dictionary<string, (ActivityDescriptor Descriptor, IActivity Activity)> byName;

    internal ActivityCatalogue(Dictionary<string, (ActivityDescriptor Descriptor, IActivity Activity)> byName)
    {
        this.byName = byName;
        Descriptors = [.. byName.Values.Select(entry => entry.Descriptor).OrderBy(entry => entry.Name, StringComparer.Ordinal)];
    }

    /// <summary>In order of name.</summary>
    public IReadOnlyList<ActivityDescriptor> Descriptors { get; }

    public ActivityDescriptor? Describe(string name) => byName.TryGetValue(name, out var entry) ? entry.Descriptor : null;

    public IActivity? Find(string name) => byName.TryGetValue(name, out var entry) ? entry.Activity : null;

    /// <exception cref="ActivityFailure">There is no such activity (<c>activity.unknown</c>); names the nearest one.</exception>
    public IActivity Get(string name) => Find(name) ?? throw new ActivityFailure("activity.unknown", Unknown(name));

    /// <summary>The name that was probably meant; null where none is near.</summary>
    public string? Suggest(string name) => NearestName.Of(name, byName.Keys);

    private string Unknown(string name) =>
        $"There is no activity '{name}'." + (Suggest(name) is { } meant ? $" Did you mean '{meant}'?" : "");
}
