using Runbooks.Activities;
using Runbooks.Activities.Platforms;

namespace Runbooks.Server.Connections;

/// <summary>The platforms that this server can connect to, by name.</summary>
public sealed class PlatformFactories
{
    private readonly SortedDictionary<string, IPlatformFactory> factories = new(StringComparer.Ordinal);

    /// <exception cref="InvalidOperationException">Two platforms have one name.</exception>
    public PlatformFactories(IEnumerable<IPlatformFactory> factories)
    {
        foreach (var factory in factories)
        {
            if (!this.factories.TryAdd(factory.Platform, factory))
                throw new InvalidOperationException($"{factory.GetType()} and {this.factories[factory.Platform].GetType()} both are '{factory.Platform}'.");
        }
    }

    public IReadOnlyCollection<IPlatformFactory> All => factories.Values;

    public IPlatformFactory? Find(string platform) => factories.GetValueOrDefault(platform);

    /// <exception cref="ActivityFailure">There is no such platform (<c>platform.unknown</c>), or the settings are wrong (<c>input.invalid</c>).</exception>
    internal IPlatform Create(ConnectionDefinition definition, TimeProvider time) =>
        Find(definition.Platform)?.Create(definition.Settings, definition.Secrets, time)
        ?? throw new ActivityFailure("platform.unknown", $"There is no platform '{definition.Platform}'. There are: {string.Join(", ", factories.Keys)}.");
}
