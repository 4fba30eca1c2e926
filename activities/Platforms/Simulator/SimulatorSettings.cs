using System.ComponentModel;

namespace Runbooks.Activities.Platforms.Simulator;

/// <summary>A simulated connection. Connections with the same seed, sizes, world and state file see the same fleet; the other
/// settings belong to the connection alone.</summary>
public sealed record SimulatorSettings
{
    [Description("How many hosts there are, 1 to 10000")]
    public int Hosts { get; init; } = 6;

    [Description("How many virtual machines there are, 0 to 200000")]
    public int VirtualMachines { get; init; } = 60;

    [Description("How many clusters the hosts are divided into")]
    public int Clusters { get; init; } = 2;

    [Description("The same seed gives the same fleet")]
    public int Seed { get; init; } = 1;

    [Description("Separates fleets that are otherwise alike")]
    public string World { get; init; } = "";

    [Description("Multiplies the duration of operations; 0 ends them at once")]
    public double TimeScale { get; init; } = 1;

    [Description("A file that keeps the fleet's state when the server stops; empty keeps it in memory only")]
    public string? StateFile { get; init; }

    [Description("Names of virtual machines whose guests ignore a shutdown; * and ? are wildcards")]
    public IReadOnlyList<string> DeafGuests { get; init; } = [];

    [Description("Names of virtual machines whose guests never answer after they are started; * and ? are wildcards")]
    public IReadOnlyList<string> SilentGuests { get; init; } = [];

    [Description("Names of clusters that are said to balance their load by themselves (automatic DRS), so that workflows stand back; * and ? are wildcards")]
    public IReadOnlyList<string> BalancedClusters { get; init; } = [];

    [Description("Whether the platform can tell later which calls it was given; without it, some end as interrupted after a crash")]
    public bool RemembersKeys { get; init; } = true;

    [Description("What the platform cannot do, to see how workflows fare on a lesser one")]
    public IReadOnlyList<Capability> Lacks { get; init; } = [];

    [Description("What goes wrong, and when")]
    public IReadOnlyList<SimulatorFault> Faults { get; init; } = [];

    /// <exception cref="ActivityFailure"><c>input.invalid</c>, naming the setting.</exception>
    internal SimulatorSettings Checked()
    {
        Require(Hosts is >= 1 and <= 10_000, $"hosts is {Hosts}; give 1 to 10000");
        Require(VirtualMachines is >= 0 and <= 200_000, $"virtualMachines is {VirtualMachines}; give 0 to 200000");
        Require(Clusters >= 1 && Clusters <= Hosts, $"clusters is {Clusters}; give 1 to the number of hosts, {Hosts}");
        Require(TimeScale is >= 0 and <= 1000, $"timeScale is {TimeScale}; give 0 to 1000");
        foreach (var fault in Faults)
        {
            var sound = fault is { Probability: >= 0 and <= 1, Count: null or >= 1 };
            Require(sound, $"the fault of '{fault.Operation}' needs a probability of 0 to 1 and a count from 1");
        }

        return this;
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds) throw new ActivityFailure("input.invalid", $"The simulator's settings are wrong: {otherwise}.");
    }
}
