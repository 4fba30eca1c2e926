using Runbooks.Server.Alerts.Dialects;

namespace Runbooks.Server.Alerts.Sources;

/// <summary>A configured sender of alerts, as the hook needs it.</summary>
/// <param name="Secret">What the authentication stands on; null where it needs none, or it cannot be decrypted.</param>
internal sealed record AlertSource(
    string Name, IAlertDialect Dialect, AuthenticationSettings Authentication, string? Secret, DialectSettings Settings, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);
