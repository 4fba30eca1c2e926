namespace Runbooks.Activities.Platforms.Abilities;

/// <summary>A connection, and what can be done through it.</summary>
public sealed record KnownConnection(string Id, string Platform, IReadOnlySet<Capability> Capabilities)
{
    public override string ToString() => $"'{Id}' ({AbilityWords.Platform(Platform)})";
}
