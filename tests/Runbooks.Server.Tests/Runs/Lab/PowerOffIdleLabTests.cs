using System.Text.Json;
using Runbooks.Lab.Libvirt;

namespace Runbooks.Server.Tests.Runs.Lab;

/// <summary>The shipped workflow on real guests: of five test VMs that take part two are idle, one is busy, one is idle and deaf to ACPI,
/// one is idle and protected; the sixth is a production VM.</summary>
[Collection(LibvirtLab.Collection)]
public sealed class PowerOffIdleLabTests(ITestOutputHelper output)
{
    private const string Workflow = "power-off-idle-test-vms";

    private const string Lookback = "PT30S";

    /// <summary>A restart leaves a gap in the samples, which is to be less than a fifth of it: unknown is never idle.</summary>
    private const string LookbackOverARestart = "PT100S";

    private static readonly string[] LeftOn = ["prod-db", "test-busy", "test-kept"];
    private static readonly (string, Stop)[] Wanted =
        [("test-deaf", Stop.Destroyed), ("test-idle-1", Stop.Shutdown), ("test-idle-2", Stop.Shutdown)];

    /// <summary>When the server is killed: what has just been seen, in the history or by the platform.</summary>
    public enum Moment
    {
        Accepted,
        Intended,
        FirstIsOff,
        DeafIsWaitedFor,
        ForceIntended,
    }

    [Fact]
    public async Task Run_ChangeMode_PowersOffExactlyThree()
    {
        LibvirtLab.IsNeeded();
        await using var lab = await OpenAsync("change", Lookback);

        var run = await lab.StartRunAsync(Workflow, Inputs(Lookback));

        await CheckAsync(lab, run);
    }

    [Fact]
    public async Task Run_ObserveMode_ChangesNothingAndSaysWhy()
    {
        LibvirtLab.IsNeeded();
        await using var lab = await OpenAsync("observe", Lookback);

        var ended = await lab.EndAsync(await lab.StartRunAsync(Workflow, Inputs(Lookback)));

        var failed = TargetsOf(ended).Where(target => Text(target, "status") == "failed").ToList();
        Assert.Equal(["test-deaf", "test-idle-1", "test-idle-2"], failed.Select(target => Text(target, "name")).Order());
        Assert.All(failed, target => Assert.Contains("observe", Text(target, "message"), StringComparison.Ordinal));
        Assert.Equal(["prod-db", "test-busy", "test-deaf", "test-idle-1", "test-idle-2", "test-kept"], await lab.GuestsOnAsync());
        Assert.Empty(lab.Events.Stops);
        Assert.Empty(lab.Events.Other);
    }

    [Theory]
    [InlineData(Moment.Accepted)]
    [InlineData(Moment.Intended)]
    [InlineData(Moment.FirstIsOff)]
    [InlineData(Moment.DeafIsWaitedFor)]
    [InlineData(Moment.ForceIntended)]
    public async Task Run_ServerIsKilled_EndsByItselfAndPowersOffEachOnce(Moment moment)
    {
        LibvirtLab.IsNeeded();
        await using var lab = await OpenAsync("change", LookbackOverARestart);
        var run = await lab.StartRunAsync(Workflow, Inputs(LookbackOverARestart));
        await ComesAsync(lab, run, moment);

        await lab.KillAndRestartAsync();

        await CheckAsync(lab, run);
    }

    /// <returns>The lab, once the server has watched the guests for as long as <paramref name="lookback"/>.</returns>
    private static async Task<LabServer> OpenAsync(string mode, string lookback)
    {
        var lab = await LabServer.OpenAsync("idle", mode);
        await lab.ComeToAsync("vms", $"tags.env == 'test' && cpu.p95('{lookback}') >= 0", 5);
        return lab;
    }

    private static object Inputs(string lookback) => new { cpuBelow = 0.5, lookback, grace = "PT15S", force = true };

    private static Task ComesAsync(LabServer lab, string run, Moment moment) => lab.UntilAsync(
        async () => moment switch
        {
            Moment.Accepted => true,
            Moment.Intended => Intents(await lab.HistoryAsync(run)).Any(),
            Moment.FirstIsOff => lab.Events.Stops.Count >= 1,
            Moment.DeafIsWaitedFor => lab.Events.Stops.Count >= 2,
            _ => Intents(await lab.HistoryAsync(run)).Any(key => key.Contains("/power-off/", StringComparison.Ordinal)),
        },
        60);

    private async Task CheckAsync(LabServer lab, string run)
    {
        var ended = await lab.EndAsync(run);
        var history = await lab.HistoryAsync(run);
        foreach (var target in TargetsOf(ended)) output.WriteLine($"{Text(target, "name")}: {Text(target, "status")}, {Text(target, "message")}");
        output.WriteLine($"{history.Count} events; {string.Join(", ", lab.Events.Stops)}");

        Assert.True(Text(ended, "status") == "completed", $"{ended}");
        Assert.Equal(LeftOn, await lab.GuestsOnAsync());
        Assert.Equal(Wanted, lab.Events.Stops.Order());
        Assert.Empty(lab.Events.Other);
        Assert.Equal("test-kept", Text(Assert.Single(TargetsOf(ended), target => Text(target, "status") == "skipped"), "name"));
        Assert.Equal(Enumerable.Range(1, history.Count), history.Select(entry => entry.GetProperty("sequence").GetInt32()));
        Assert.Single(history, entry => Text(entry, "type") == "run.ended");
        Assert.Distinct(Intents(history));
    }

    private static List<JsonElement> TargetsOf(JsonElement run) =>
        run.GetProperty("steps").GetProperty("off").GetProperty("targets") is { ValueKind: JsonValueKind.Array } targets ? [.. targets.EnumerateArray()] : [];

    private static IEnumerable<string> Intents(IReadOnlyList<JsonElement> history) => history
        .Where(entry => Text(entry, "type") == "operation.intended")
        .Select(entry => Text(entry.GetProperty("data"), "key"));

    private static string Text(JsonElement json, string member) => json.GetProperty(member).GetString() ?? "";
}
