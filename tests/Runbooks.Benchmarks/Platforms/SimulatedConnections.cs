using System.Globalization;
using Runbooks.Activities.Platforms.Simulator;

namespace Runbooks.Benchmarks.Platforms;

/// <summary>Simulated connections of a server's configuration, whose fleets can be reached beside the server too.</summary>
internal static class SimulatedConnections
{
    public static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"sim-{number}");

    /// <param name="more">Settings of each besides its sizes.</param>
    public static (string Key, string Value)[] Configuration(int connections, SimulatorSettings sizes, params (string Key, string Value)[] more) =>
    [
        .. Enumerable.Range(1, connections).SelectMany(number => (IEnumerable<(string, string)>)
        [
            (Key(number, "Platform"), SimulatorFactory.Name),
            (Key(number, "Mode"), "change"),
            (Key(number, "Settings:World"), Id(number)),
            .. new[] { ("Hosts", sizes.Hosts), ("VirtualMachines", sizes.VirtualMachines), ("Clusters", sizes.Clusters) }
                .Select(size => (Key(number, "Settings:" + size.Item1), size.Item2.ToString(CultureInfo.InvariantCulture))),
            .. more.Select(setting => (Key(number, "Settings:" + setting.Key), setting.Value)),
        ]),
    ];

    /// <summary>The fleet behind a connection of that configuration, of the same process.</summary>
    public static SimulatorPlatform Connect(int number, SimulatorSettings sizes) =>
        SimulatorFactory.Create(sizes with { World = Id(number), TimeScale = 0 }, TimeProvider.System);

    private static string Key(int number, string setting) => $"Runbooks:Connections:{Id(number)}:{setting}";
}
