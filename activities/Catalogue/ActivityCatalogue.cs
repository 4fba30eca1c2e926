namespace Runbooks.Activities.Catalogue;

/// <summary>All activities of this server, by name. Their descriptions are made when they are first asked for: many activities are never
/// used, and what it takes to describe them all is a twentieth of what an idle server would hold.</summary>
public sealed class ActivityCatalogue
{
    private readonly Dictionary<string, (IActivity Activity, Lazy<ActivityDescriptor> Descriptor)> byName;
    private readonly Lazy<IReadOnlyList<ActivityDescriptor>> descriptors;

    internal ActivityCatalogue(Dictionary<string, (IActivity Activity, Lazy<ActivityDescriptor> Descriptor)> byName)
    {
        this.byName = byName;
        Names = [.. byName.Keys.Order(StringComparer.Ordinal)];
        descriptors = new(() => [.. Names.Select(name => byName[name].Descriptor.Value)]);
    }

    /// <summary>In order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>In order of name.</summary>
    public IReadOnlyList<ActivityDescriptor> Descriptors => Made(descriptors);

    public ActivityDescriptor? Describe(string name) => byName.TryGetValue(name, out var entry) ? Made(entry.Descriptor) : null;

    public IActivity? Find(string name) => byName.TryGetValue(name, out var entry) ? entry.Activity : null;

    /// <exception cref="ActivityFailure">There is no such activity (<c>activity.unknown</c>); names the nearest one.</exception>
    public IActivity Get(string name) => Find(name) ?? throw new ActivityFailure("activity.unknown", Unknown(name));

    /// <summary>The name that was probably meant; null where none is near.</summary>
    public string? Suggest(string name) => NearestName.Of(name, byName.Keys);

    private string Unknown(string name) =>
        $"There is no activity '{name}'." + (Suggest(name) is { } meant ? $" Did you mean '{meant}'?" : "");

    private static T Made<T>(Lazy<T> description)
    {
        if (description.IsValueCreated) return description.Value;
        var made = description.Value;
        HelpText.Forget();
        return made;
    }
}
