using System.Text.Json;
using Runbooks.Server.Connections.Settings;
using Runbooks.Server.Hosting;
using Runbooks.Server.Http;

namespace Runbooks.Server.Connections.Sources;

/// <summary>Connections of the configuration: <c>Runbooks:Connections:{id}</c> with <c>Name, Platform, Mode, Settings, Secrets</c>.</summary>
internal sealed class ConfiguredConnections(IConfiguration configuration, PlatformFactories factories, DefinitionCheck check)
{
    public const string Key = "Runbooks:Connections";

    private static readonly string[] Members = ["Id", "Name", "Platform", "Mode", "Settings", "Secrets"];

    /// <exception cref="ConfigurationException">One of them is wrong.</exception>
    public IReadOnlyList<ConnectionDefinition> Read() => [.. configuration.GetSection(Key).GetChildren().Select(Read)];

    private ConnectionDefinition Read(IConfigurationSection section)
    {
        if (section.GetChildren().FirstOrDefault(child => !Members.Contains(child.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            throw new ConfigurationException(unknown.Path, $"a connection has no '{unknown.Key}'; it has {string.Join(", ", Members)}.");
        var id = (section["Id"] ?? section.Key).ToLowerInvariant();
        var platform = section["Platform"] ?? throw new ConfigurationException($"{section.Path}:Platform", "say which platform it is.");
        var type = factories.Find(platform)?.SettingsType ?? typeof(object);
        var settings = JsonSerializer.SerializeToElement(ConfigurationJson.Read(section.GetSection("Settings"), type));
        var (rest, among) = check.Part(platform, settings);
        var secrets = new Dictionary<string, string>(among);
        foreach (var secret in section.GetSection("Secrets").GetChildren()) secrets[SecretName(platform, secret.Key)] = secret.Value ?? "";
        var (definition, errors) = check.Check(id, section["Name"] ?? id, platform, Mode(section), rest, secrets, ConnectionOrigin.Configuration);
        return definition ?? throw Wrong(section, errors[0]);
    }

    /// <summary>Environment variables are often written in capitals.</summary>
    private string SecretName(string platform, string key) =>
        factories.Find(platform)?.SecretNames.FirstOrDefault(name => name.Equals(key, StringComparison.OrdinalIgnoreCase)) ?? key;

    private static ConnectionMode Mode(IConfigurationSection section) => section["Mode"] switch
    {
        null => ConnectionMode.Observe,
        var text when Enum.TryParse<ConnectionMode>(text, ignoreCase: true, out var mode) && Enum.IsDefined(mode) => mode,
        var text => throw new ConfigurationException($"{section.Path}:Mode", $"'{text}' is not known; choose observe or change."),
    };

    private static ConfigurationException Wrong(IConfigurationSection section, ProblemError error) =>
        new(section.Path + error.Path.Replace('/', ':'), error.Message);
}
