using System.Text.Json;

namespace Runbooks.Server.Connections;

/// <summary>What is sent to make or change a connection. In a change, what is left out stays.</summary>
/// <param name="Id">What steps and selectors call it; made of the name unless given. It cannot be changed.</param>
/// <param name="Mode">Observe unless given: nothing but reads is sent to it.</param>
/// <param name="Settings">The members of the platform's settings (<c>GET /api/v1/platforms</c>).</param>
/// <param name="Secrets">By name; null takes one away. They are never given out again.</param>
internal sealed record ConnectionRequest(
    string? Id = null,
    string? Name = null,
    string? Platform = null,
    ConnectionMode? Mode = null,
    JsonElement? Settings = null,
    IReadOnlyDictionary<string, string?>? Secrets = null);

/// <param name="Settings">Without secrets.</param>
/// <param name="SecretNames">Which secrets are set.</param>
/// <param name="Origin">Where it is changed: only a stored one by this API.</param>
/// <param name="StatusDetail">What the platform said, since when, and the next step.</param>
internal sealed record ConnectionAnswer(
    string Id,
    string Name,
    string Platform,
    ConnectionMode Mode,
    JsonElement Settings,
    IReadOnlyList<string> SecretNames,
    ConnectionState Status,
    ConnectionStatusDetail StatusDetail,
    ConnectionOrigin Origin)
{
    public static ConnectionAnswer Of(Connection connection) => new(
        connection.Id,
        connection.Name,
        connection.Platform,
        connection.Mode,
        connection.Definition.Settings,
        [.. connection.Definition.Secrets.Keys.Order(StringComparer.Ordinal)],
        connection.Status.State,
        ConnectionStatusDetail.Of(connection.Status),
        connection.Definition.Origin);
}

/// <param name="Message">The platform's own text.</param>
internal sealed record ConnectionStatusDetail(DateTimeOffset Since, string? Code = null, string? Message = null, string? NextStep = null)
{
    public static ConnectionStatusDetail Of(ConnectionStatus status) =>
        new(status.Since, status.Error?.Code, status.Error?.Message, status.Error is { } error ? Connections.NextStep.Of(error.Error) : null);
}

/// <summary>How a test of a connection ended.</summary>
internal sealed record ConnectionTest(bool Ok, long Milliseconds)
{
    public int? Hosts { get; init; }

    public int? Vms { get; init; }

    public int? Storages { get; init; }

    public string? Code { get; init; }

    /// <summary>The platform's own text.</summary>
    public string? Message { get; init; }

    public string? NextStep { get; init; }
}
