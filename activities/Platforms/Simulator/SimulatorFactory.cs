using System.Text.Json;

namespace Runbooks.Activities.Platforms.Simulator;

/// <summary>Makes connections to simulated fleets.</summary>
public sealed class SimulatorFactory : IPlatformFactory
{
    public const string Name = "simulator";

    public string Platform => Name;

    public Type SettingsType => typeof(SimulatorSettings);

    public IReadOnlyList<string> SecretNames => [];

    public IPlatform Create(JsonElement settings, IReadOnlyDictionary<string, string> secrets, TimeProvider time) =>
        Create(ActivityJson.Read<SimulatorSettings>(settings), time);

    /// <exception cref="ActivityFailure">The settings are wrong (<c>input.invalid</c>).</exception>
    public static SimulatorPlatform Create(SimulatorSettings settings, TimeProvider time) => new(settings.Checked(), time);
}
