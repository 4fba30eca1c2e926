using Runbooks.Activities.Messaging.Sending;

namespace Runbooks.Server.Channels.News;

/// <summary>What sources of alerts call severities, in four steps.</summary>
internal static class Severities
{
    public static MessageSeverity Of(string? word) => word?.ToLowerInvariant() switch
    {
        "critical" or "disaster" or "emergency" or "fatal" or "page" or "p1" => MessageSeverity.Critical,
        "error" or "high" or "major" or "p2" => MessageSeverity.Error,
        "info" or "information" or "low" or "p4" or "p5" => MessageSeverity.Info,
        _ => MessageSeverity.Warning,
    };
}
