namespace Runbooks.Server.Hosting;

/// <summary>The configuration is not usable: the server says so in one line and does not start.</summary>
/// <param name="key">The configuration key, colon-separated.</param>
/// <param name="message">What is wrong with it and what would be right, without the key.</param>
public sealed class ConfigurationException(string key, string message)
    : Exception($"{key} (environment variable {key.Replace(":", "__", StringComparison.Ordinal)}): {message}")
{
    public string Key { get; } = key;
}
