using Runbooks.Server.Alerts.Targets;

namespace Runbooks.Server.Tests.Alerts.Targets;

public sealed class MassAlertsTests
{
    private static readonly DateTimeOffset Begin = new(2026, 5, 4, 8, 0, 0, TimeSpan.Zero);

    private static readonly TargetIndex Fleet = new(
        Enumerable.Range(0, 10).Select(n => TargetLabelsTests.Vm($"libvirt:vm-{n}", $"vm-{n}")), [TargetLabelsTests.Host("h1", "hv-1"), TargetLabelsTests.Host("h2", "hv-2")]);

    private readonly MassAlerts mass = new(share: 0.3, TimeSpan.FromMinutes(5));

    [Theory]
    [InlineData(2, 0, 0)] // a fifth
    [InlineData(3, 0, 3)] // three tenths
    [InlineData(4, 60, 4)] // within the window
    [InlineData(4, 200, 0)] // never three of them within it
    public void Find_SoManyOfTenMachines_AreManyOrNot(int machines, int secondsBetween, int found)
    {
        for (var n = 0; n < machines; n++) Alert(n, $"vm-{n}", secondsBetween * n);

        Assert.Equal(found, mass.Find(Fleet).Count);
    }

    [Fact]
    public void Find_ManyAlertsOfOneMachine_AreNotMany()
    {
        for (var n = 0; n < 20; n++) Alert(n, "vm-1", n);

        Assert.Empty(mass.Find(Fleet));
    }

    [Fact]
    public void Find_OneOfTwoHosts_IsNotMany()
    {
        Alert(1, "hv-1", 0);

        Assert.Empty(mass.Find(Fleet));
    }

    [Fact]
    public void Find_ThoseThatEnded_DoNotCount()
    {
        for (var n = 0; n < 3; n++) Alert(n, $"vm-{n}", 0);
        mass.End(1);

        Assert.Empty(mass.Find(Fleet));
    }

    private void Alert(long id, string name, int seconds) => mass.Begin(id, Fleet.Find(name, vmsOnly: false).Single(), Begin.AddSeconds(seconds));
}
