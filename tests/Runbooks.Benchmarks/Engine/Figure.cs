namespace Runbooks.Benchmarks.Engine;

/// <summary>One row of the table.</summary>
/// <param name="Holds">Null: there is no target, the figure is for knowing.</param>
internal sealed record Figure(string Name, string Target, string Measured, bool? Holds)
{
    public static Figure AtLeast(string name, double target, Rounds rounds) =>
        new(name, $">= {target:0.##}", rounds.ToString(), rounds.Ratio.Median >= target);

    public static Figure Below(string name, double target, string unit, Spread measured) =>
        new(name, $"< {target:0.##} {unit}", $"{measured} {unit}", measured.Median < target);

    public static Figure Header { get; } = new("Figure", "Target", "Measured: median (least–most)", null);

    public override string ToString() =>
        $"{Name,-62} {Target,-14} {Measured,-48} {Holds switch { true => "holds", false => "MISSED", null => "" }}".TrimEnd();
}
