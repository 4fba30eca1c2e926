using System.Text.Json;
using System.Text.Json.Nodes;
using Runbooks.Activities.Platforms.Simulator;
using Runbooks.Server.Connections.Settings;
using Runbooks.Server.Data;
using Runbooks.Server.Hosting;

namespace Runbooks.Server.Connections.Sources;

/// <summary>The simulated fleet of <c>Runbooks:Simulator</c>: there so that a server without connections has something to show and to try.</summary>
internal sealed class BuiltInSimulator(IConfiguration configuration, DefinitionCheck check, DataDirectory directory)
{
    public const string Id = "simulator", Key = "Runbooks:Simulator", EnabledKey = Key + ":Enabled";

    /// <param name="otherConnections">Whether any other connection is defined; where there is one, the simulator is there only when asked for.</param>
    /// <exception cref="ConfigurationException">Its settings are wrong.</exception>
    public ConnectionDefinition? Read(bool otherConnections)
    {
        if (!IsEnabled(otherConnections)) return null;
        var settings = ConfigurationJson.Read(configuration.GetSection(Key), typeof(SimulatorSettings));
        foreach (var name in settings.Select(member => member.Key).Where(IsEnabledKey).ToList()) settings.Remove(name);
        Complete(settings);
        var (definition, errors) = check.Check(
            Id, "Simulator", SimulatorFactory.Name, ConnectionMode.Change, JsonSerializer.SerializeToElement(settings), new Dictionary<string, string>(),
            ConnectionOrigin.BuiltIn);
        return definition ?? throw new ConfigurationException(
            Key + errors[0].Path.Replace("/settings", "", StringComparison.Ordinal).Replace('/', ':'), errors[0].Message);
    }

    private bool IsEnabled(bool otherConnections) => configuration[EnabledKey] switch
    {
        null or "" => !otherConnections,
        var text when bool.TryParse(text, out var enabled) => enabled,
        var text => throw new ConfigurationException(EnabledKey, $"'{text}' is neither true nor false."),
    };

    /// <summary>Another fleet has another file: the states of one mean nothing to the other.</summary>
    private void Complete(JsonObject settings)
    {
        var standard = new SimulatorSettings();
        var (seed, hosts, vms) = (Number("seed", standard.Seed), Number("hosts", standard.Hosts), Number("virtualMachines", standard.VirtualMachines));
        settings["clusters"] ??= Math.Max(1, Math.Min(standard.Clusters, hosts));
        settings["stateFile"] ??= Path.Combine(directory.Folder("simulator").FullName, $"{seed}-{hosts}x{vms}.jsonl");

        int Number(string name, int otherwise) => settings[name] is JsonValue value && value.TryGetValue<long>(out var number) ? (int)number : otherwise;
    }

    private static bool IsEnabledKey(string name) => name.Equals("Enabled", StringComparison.OrdinalIgnoreCase);
}
