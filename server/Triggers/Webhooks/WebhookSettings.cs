using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Runbooks.Activities;

namespace Runbooks.Server.Triggers.Webhooks;

/// <summary>Fires at each request to <c>POST /hooks/triggers/{id}</c>.</summary>
public sealed record WebhookSettings
{
    /// <summary>JSON Schema that the body must fit; any JSON unless given.</summary>
    public JsonElement? Schema { get; init; }

    /// <summary>How the sender shows who it is.</summary>
    public required WebhookAuthentication Authentication { get; init; }

    /// <summary>A header whose value names the request, such as X-GitHub-Delivery: the same again fires nothing more. Idempotency-Key unless given.</summary>
    [StringLength(100)]
    public string? KeyHeader { get; init; }
}

public sealed record WebhookAuthentication
{
    public required WebhookProof Type { get; init; }

    /// <summary>Of bearer: the token, 16 characters or more. Write-only.</summary>
    [StringLength(500, MinimumLength = 16)]
    [AskedWhen("type", "bearer")]
    public string? Token { get; init; }

    /// <summary>Of basic.</summary>
    [StringLength(200)]
    [AskedWhen("type", "basic")]
    public string? User { get; init; }

    /// <summary>Of basic. Write-only.</summary>
    [StringLength(500, MinimumLength = 8)]
    [AskedWhen("type", "basic")]
    public string? Password { get; init; }

    /// <summary>Of hmac: the key of HMAC-SHA256 over the raw body, 16 characters or more. Write-only.</summary>
    [StringLength(500, MinimumLength = 16)]
    [AskedWhen("type", "hmac")]
    public string? Secret { get; init; }

    /// <summary>Of hmac: the header with the signature in hex, with or without sha256= before it; X-Hub-Signature-256 unless given.</summary>
    [StringLength(100)]
    [AskedWhen("type", "hmac")]
    public string? Header { get; init; }

    /// <summary>Of hmac: the header with the time in seconds since 1970. The signature is then over time:body, and older ones are refused.</summary>
    [StringLength(100)]
    [AskedWhen("type", "hmac")]
    public string? TimestampHeader { get; init; }

    /// <summary>Of hmac with a time: how old or new it may be; five minutes unless given.</summary>
    [AskedWhen("type", "hmac")]
    public TimeSpan? Tolerance { get; init; }
}

public enum WebhookProof
{
    Bearer,
    Basic,
    Hmac,
}
