namespace Runbooks.Server.Secrets;

/// <summary>Whose secret it is, so that a workflow cannot name the password of a connection.</summary>
public static class SecretScope
{
    /// <summary>Those that definitions may name.</summary>
    public const string Workflows = "workflows";

    public static string OfConnection(string connection) => $"connection:{connection}";

    public static string OfAlertSource(string source) => $"alert-source:{source}";

    public static string OfSubscription(string subscription) => $"event-subscription:{subscription}";

    public static string OfChannel(string channel) => $"channel:{channel}";

    public static string OfTrigger(string trigger) => $"trigger:{trigger}";
}
