namespace Runbooks.Server.Secrets;

/// <summary>Whose secret it is, so that a workflow cannot name the password of a connection.</summary>
public static class SecretScope
{
    /// <summary>Those that definitions may name.</summary>
    public const string Workflows = "workflows";

    public static string OfConnection(string connection) => $"connection:{connection}";
}
