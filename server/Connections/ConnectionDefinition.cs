using System.Text.Json;

namespace Runbooks.Server.Connections;

/// <summary>What an operator entered for a connection.</summary>
/// <param name="Id">Unique, and what steps and selectors call the connection.</param>
/// <param name="Settings">A JSON object of the platform's settings record, without the secrets.</param>
public sealed record ConnectionDefinition(
    string Id,
    string Name,
    string Platform,
    ConnectionMode Mode,
    JsonElement Settings,
    IReadOnlyDictionary<string, string> Secrets,
    ConnectionOrigin Origin)
{
    /// <summary>Whether the same platform object serves both definitions.</summary>
    internal bool ReachesTheSameAs(ConnectionDefinition other) =>
        Platform == other.Platform
        && JsonElement.DeepEquals(Settings, other.Settings)
        && Secrets.Count == other.Secrets.Count
        && Secrets.All(secret => other.Secrets.TryGetValue(secret.Key, out var value) && value == secret.Value);
}

/// <summary>Where a connection is defined, and so where it is changed.</summary>
public enum ConnectionOrigin
{
    /// <summary>In the database, by the API.</summary>
    Stored,

    /// <summary>In <c>Runbooks:Connections</c>.</summary>
    Configuration,

    /// <summary>The simulated fleet of <c>Runbooks:Simulator</c>.</summary>
    BuiltIn,
}
