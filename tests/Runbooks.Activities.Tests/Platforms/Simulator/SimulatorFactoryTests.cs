using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Simulator;

namespace Runbooks.Activities.Tests.Platforms.Simulator;

public sealed class SimulatorFactoryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_FromJson_ReadsEverySetting()
    {
        var settings = JsonDocument.Parse("""
            {
              "hosts": 3, "virtualMachines": 9, "clusters": 1, "seed": 4, "world": "w", "timeScale": 0, "deafGuests": ["db-*"],
              "remembersKeys": false, "lacks": ["memory-snapshot"],
              "faults": [
                { "operation": "shutdown", "vm": "web-*", "probability": 0.5, "count": 3, "at": "end", "error": "not-found", "delay": "5s" }
              ]
            }
            """).RootElement;
        await using var platform = new SimulatorFactory().Create(settings, new Dictionary<string, string>(), new FakeTimeProvider());
        var inventory = await platform.GetInventoryAsync(Cancellation);
        Assert.Equal((3, 9), (inventory.Hosts.Length, inventory.VirtualMachines.Length));
        Assert.DoesNotContain(Capability.MemorySnapshot, platform.Capabilities);
    }

    [Theory]
    [InlineData("""{ "hosts": 0 }""", "hosts")]
    [InlineData("""{ "virtualMachines": -1 }""", "virtualMachines")]
    [InlineData("""{ "clusters": 7 }""", "clusters")]
    [InlineData("""{ "timeScale": -1 }""", "timeScale")]
    [InlineData("""{ "faults": [{ "operation": "reset", "probability": 2 }] }""", "reset")]
    [InlineData("""{ "faults": [{ "operation": "reset", "count": 0 }] }""", "reset")]
    [InlineData("""{ "colour": "blue" }""", "colour")]
    [InlineData("""{ "seed": "x" }""", "seed")]
    public void Create_WrongSettings_NamesTheSetting(string json, string named)
    {
        var settings = JsonDocument.Parse(json).RootElement;
        var error = Assert.Throws<ActivityFailure>(
            () => new SimulatorFactory().Create(settings, new Dictionary<string, string>(), new FakeTimeProvider()));
        Assert.Equal("input.invalid", error.Code);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_SameSettingsAndClock_SeesTheSameFleet()
    {
        var clock = new FakeTimeProvider();
        var one = SimulatorFactory.Create(new SimulatorSettings(), clock);
        Assert.Same(one.Fleet, SimulatorFactory.Create(new SimulatorSettings { TimeScale = 0 }, clock).Fleet);
        Assert.NotSame(one.Fleet, SimulatorFactory.Create(new SimulatorSettings { World = "other" }, clock).Fleet);
        Assert.NotSame(one.Fleet, SimulatorFactory.Create(new SimulatorSettings(), new FakeTimeProvider()).Fleet);
    }
}
