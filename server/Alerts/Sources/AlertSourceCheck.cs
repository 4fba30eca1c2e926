using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Runbooks.Server.Alerts.Dialects;
using Runbooks.Server.Hooks;
using Runbooks.Server.Http;

namespace Runbooks.Server.Alerts.Sources;

/// <summary>Makes a source of what was written for it, or says everything that is wrong with it.</summary>
internal sealed partial class AlertSourceCheck(AlertDialects dialects, IOptions<HookOptions> hooks)
{
    private const string Grafana = "grafana";
    private static readonly TimeSpan LongestTolerance = TimeSpan.FromHours(1);

    /// <param name="present">The source as it is, where it is changed.</param>
    /// <param name="now">When that is.</param>
    public (AlertSource? Source, IReadOnlyList<ProblemError> Errors) Check(string name, AlertSourceRequest request, AlertSource? present, DateTimeOffset now)
    {
        var errors = new List<ProblemError>();
        // Webhooks of triggers are below that address.
        if (name == "triggers") errors.Add(new ProblemError("/name", "This name is taken by the webhooks of triggers."));
        if (!NamePattern().IsMatch(name)) errors.Add(new ProblemError("/name", "A name has 1 to 63 small letters, digits, '.', '_' or '-', and begins with a letter or digit."));
        var dialect = request.Dialect is { } wanted ? dialects.Find(wanted) : present?.Dialect;
        if (dialect is null) errors.Add(new ProblemError("/dialect", $"A dialect is needed. There are: {string.Join(", ", dialects.Names)}."));
        var zone = Zone(request.TimeZone, present, errors);
        var mapping = request.Mapping ?? present?.Settings.Mapping;
        if (dialect is GenericDialect) errors.AddRange(MappingCheck.Check(mapping));
        var (authentication, secret) = Authentication(request.Authentication, dialect?.Name, present, errors);
        return errors.Count > 0 || dialect is null || authentication is null
            ? (null, errors)
            : (new AlertSource(name, dialect, authentication, secret, new DialectSettings(zone, dialect is GenericDialect ? mapping : null), present?.CreatedAt ?? now, now), errors);
    }

    private (AuthenticationSettings? Settings, string? Secret) Authentication(
        AuthenticationRequest? request, string? dialect, AlertSource? present, List<ProblemError> errors)
    {
        if (request is null && present is not null) return (present.Authentication, present.Secret);
        if (request is null)
        {
            errors.Add(new ProblemError("/authentication", "Say how the source proves that it is itself; type none takes alerts of anybody."));
            return (null, null);
        }

        var settings = Settings(request, dialect);
        errors.AddRange(Problems(settings));
        var given = request.Type switch
        {
            AuthenticationType.Bearer => request.Token,
            AuthenticationType.Basic => request.Password,
            AuthenticationType.Hmac => request.Secret,
            _ => null,
        };
        var kept = present?.Authentication.Type == request.Type ? present.Secret : null;
        if (AuthenticationSecret.NameFor(request.Type) is { } name && string.IsNullOrEmpty(given ?? kept))
            errors.Add(new ProblemError($"/authentication/{name}", "Required and missing."));
        return (settings, given ?? kept);
    }

    private static AuthenticationSettings Settings(AuthenticationRequest request, string? dialect) => request.Type switch
    {
        AuthenticationType.Basic => new(request.Type) { UserName = request.UserName },
        AuthenticationType.Hmac => new(request.Type)
        {
            SignatureHeader = request.SignatureHeader ?? (dialect == Grafana ? "X-Grafana-Alerting-Signature" : "X-Hub-Signature-256"),
            TimestampHeader = request.TimestampHeader,
            Tolerance = request.TimestampHeader is null ? null : request.Tolerance ?? TimeSpan.FromMinutes(5),
        },
        AuthenticationType.Sns => new(request.Type) { TopicArn = request.TopicArn },
        AuthenticationType.Mtls => new(request.Type) { Subject = request.Subject },
        _ => new(request.Type),
    };

    private IEnumerable<ProblemError> Problems(AuthenticationSettings settings)
    {
        if (settings.Type == AuthenticationType.Basic && string.IsNullOrEmpty(settings.UserName))
            yield return new ProblemError("/authentication/userName", "Required and missing.");
        if (settings.Type == AuthenticationType.Sns && !TopicPattern().IsMatch(settings.TopicArn ?? ""))
            yield return new ProblemError("/authentication/topicArn", "The topic's ARN is needed, such as arn:aws:sns:eu-west-1:123456789012:alarms.");
        if (settings.SignatureHeader is { } signature && !HeaderPattern().IsMatch(signature))
            yield return new ProblemError("/authentication/signatureHeader", "This is not the name of a header.");
        if (settings.TimestampHeader is { } timestamp && !HeaderPattern().IsMatch(timestamp))
            yield return new ProblemError("/authentication/timestampHeader", "This is not the name of a header.");
        if (settings.Tolerance is { } tolerance && (tolerance <= TimeSpan.Zero || tolerance > LongestTolerance))
            yield return new ProblemError("/authentication/tolerance", "The tolerance is more than nothing and at most an hour.");
        if (settings.Type != AuthenticationType.Mtls) yield break;
        if (string.IsNullOrWhiteSpace(settings.Subject)) yield return new ProblemError("/authentication/subject", "Required and missing.");
        if (hooks.Value.ClientCertificateHeader is null)
            yield return new ProblemError("/authentication/type", "No proxy is configured that checks certificates: an administrator sets Runbooks:Hooks:ClientCertificateHeader and TrustedProxies.");
    }

    private static TimeZoneInfo Zone(string? wanted, AlertSource? present, List<ProblemError> errors)
    {
        if (wanted is null) return present?.Settings.TimeZone ?? TimeZoneInfo.Utc;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(wanted, out var zone)) return zone;
        errors.Add(new ProblemError("/timeZone", "There is no such time zone; write it as Asia/Shanghai."));
        return TimeZoneInfo.Utc;
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9._-]{0,62}\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_.-]{1,256}\z")]
    private static partial Regex TopicPattern();

    [GeneratedRegex(@"^[A-Za-z0-9-]{1,100}\z")]
    private static partial Regex HeaderPattern();
}
