using System.Text.Json;

namespace Runbooks.Server.Alerts.Sources;

/// <summary>What is sent to make or change a source. In a change, what is left out stays.</summary>
/// <param name="Name">What its address ends in: <c>/hooks/{name}</c>. It cannot be changed.</param>
/// <param name="Dialect">alertmanager, grafana, zabbix, sns, datadog, icinga, cloudevents or generic.</param>
/// <param name="TimeZone">IANA's name of the zone of times that carry none, as Zabbix's; UTC unless given.</param>
/// <param name="Mapping">Of generic: expressions over <c>body</c> and <c>headers</c>, by the member of the alert that they give.</param>
internal sealed record AlertSourceRequest(
    string? Name = null,
    string? Dialect = null,
    AuthenticationRequest? Authentication = null,
    string? TimeZone = null,
    JsonElement? Mapping = null);

/// <summary>How the source proves that it is itself. What is secret (token, password, secret) is never given out again.</summary>
/// <param name="Type">bearer, basic, hmac, sns, mtls or none.</param>
/// <param name="Token">Of bearer.</param>
/// <param name="UserName">Of basic.</param>
/// <param name="Password">Of basic.</param>
/// <param name="Secret">Of hmac.</param>
/// <param name="SignatureHeader">Of hmac: X-Grafana-Alerting-Signature for Grafana and X-Hub-Signature-256 for others, unless given.</param>
/// <param name="TimestampHeader">Of hmac: the header with the time, where the sender signs it too.</param>
/// <param name="Tolerance">Of hmac with a timestamp: five minutes unless given.</param>
/// <param name="TopicArn">Of sns: the one topic that messages are taken of.</param>
/// <param name="Subject">Of mtls: the subject that the proxy must have seen.</param>
internal sealed record AuthenticationRequest(
    AuthenticationType Type,
    string? Token = null,
    string? UserName = null,
    string? Password = null,
    string? Secret = null,
    string? SignatureHeader = null,
    string? TimestampHeader = null,
    TimeSpan? Tolerance = null,
    string? TopicArn = null,
    string? Subject = null);
