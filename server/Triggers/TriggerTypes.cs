namespace Runbooks.Server.Triggers;

/// <summary>The kinds of triggers that this server has.</summary>
public sealed class TriggerTypes(IEnumerable<ITriggerType> types)
{
    private readonly Dictionary<string, ITriggerType> byName = types.ToDictionary(type => type.Name, StringComparer.Ordinal);

    public IEnumerable<ITriggerType> All => byName.Values.OrderBy(type => type.Name, StringComparer.Ordinal);

    public ITriggerType? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>The type of a trigger that was checked when it was saved.</summary>
    public ITriggerType Of(Trigger trigger) => Find(trigger.Type)
        ?? throw new InvalidOperationException($"This server has no triggers of type '{trigger.Type}'; '{trigger.Id}' was saved by a newer one.");
}
