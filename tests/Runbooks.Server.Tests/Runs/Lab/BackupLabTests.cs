using System.Text.Json;
using Runbooks.Lab.Libvirt;

namespace Runbooks.Server.Tests.Runs.Lab;

/// <summary>A real guest is backed up, loses its disk, and comes back; and a drill proves that it would.</summary>
[Collection(LibvirtLab.Collection)]
public sealed class BackupLabTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Guest = "shop";

    private const string Restore = """
        apiVersion: runbooks/v1
        id: bring-back
        name: Bring the shop back
        outputs: { results: "${ steps.restore.output.results }" }
        steps:
          restore: { activity: backup.restore, with: { targets: [shop], mode: in-place, powerOn: true } }
        """;

    private const string Prune = """
        apiVersion: runbooks/v1
        id: prune-all
        name: Prune what may go
        steps:
          prune: { activity: backup.prune, with: { targets: [shop], retention: { latest: 1, daily: 0, weekly: 0, monthly: 0 } } }
        """;

    public async ValueTask InitializeAsync()
    {
        LibvirtLab.IsNeeded();
        await LibvirtLab.RunAsync("scenario", "backup");
        await LibvirtLab.RemoveCopiesAsync("host-a", "backups", "bk-");
    }

    public async ValueTask DisposeAsync()
    {
        if (Environment.GetEnvironmentVariable("RUNBOOKS_LAB_LIBVIRT") != "1") return;
        await LibvirtLab.RemoveCopiesAsync("host-a", "backups", "bk-");
        // It has another disk by now: the next test boots it anew.
        if ((await VirshAsync("domstate", Guest)) == "running") await VirshAsync("destroy", Guest);
    }

    [Fact]
    public async Task Run_DiskIsDestroyed_ComesBackWithWhatItHadAtTheLastBackup()
    {
        await using var lab = await OpenAsync();
        await LibvirtLab.RunAsync("tell", Guest, "mark", "first");
        var full = await BackUpAsync(lab, "full");
        await LibvirtLab.RunAsync("tell", Guest, "mark", "second");
        var incremental = await BackUpAsync(lab, "incremental");
        Assert.Equal(("full", "incremental", Text(full, "id")), (Text(full, "kind"), Text(incremental, "kind"), Text(incremental, "parent")));
        Assert.Equal("filesystem-consistent", Text(incremental, "consistency"));
        foreach (var copy in new[] { full, incremental }) output.WriteLine(await LibvirtLab.RunAsync("copy-is-sound", $"{Text(copy, "id")}.vda.qcow2"));

        await LibvirtLab.RunAsync("tell", Guest, "mark", "lost");
        await VirshAsync("destroy", Guest);
        await LibvirtLab.RunAsync("ruin", Guest);
        await lab.ComeToAsync("vms", $"name == '{Guest}' && powerState == 'off'", 1);
        await lab.PublishAsync("bring-back", Restore);
        var ended = await lab.EndAsync(await lab.StartRunAsync("bring-back", new { }));

        output.WriteLine($"restored: {ended.GetProperty("startedAt")} to {ended.GetProperty("endedAt")}");
        Assert.Equal("completed", Text(ended, "status"));
        var restored = Assert.Single(ended.GetProperty("outputs").GetProperty("results").EnumerateArray());
        Assert.Equal(Text(incremental, "id"), Text(restored.GetProperty("backup"), "id"));
        await AnswersAsync(lab);
        var address = (await LibvirtLab.RunAsync("address", Guest)).Trim();
        Assert.EndsWith("second", (await LibvirtLab.RunAsync("get", address, "/marker")).Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_PruneOfAChain_KeepsWhatTheLastOneStandsOn()
    {
        await using var lab = await OpenAsync();
        var old = await BackUpAsync(lab, "full");
        var full = await BackUpAsync(lab, "full");
        var last = await BackUpAsync(lab, "incremental");
        await lab.PublishAsync("prune-all", Prune);

        Assert.Equal("completed", Text(await lab.EndAsync(await lab.StartRunAsync("prune-all", new { })), "status"));

        var files = await LibvirtLab.CopiesAsync("host-a", "backups", "bk-");
        Assert.Equal(new[] { Text(full, "id"), Text(last, "id") }.Order(), files.Select(file => file.Split('.')[0]).Distinct().Order());
        Assert.DoesNotContain(files, file => file.StartsWith(Text(old, "id"), StringComparison.Ordinal));
        await LibvirtLab.RunAsync("copy-is-sound", $"{Text(last, "id")}.vda.qcow2");
    }

    [Fact]
    public async Task Run_RestoreDrill_RecordsRpoAndRtoAndLeavesNothing()
    {
        await using var lab = await OpenAsync();
        await BackUpAsync(lab, "full");
        var last = await BackUpAsync(lab, "incremental");

        var ended = await lab.EndAsync(await lab.StartRunAsync("restore-drill", new { vms = new[] { Guest } }), 180);

        output.WriteLine(ended.GetProperty("outputs").GetRawText());
        Assert.Equal("completed", Text(ended, "status"));
        var drilled = Assert.Single(ended.GetProperty("outputs").GetProperty("results").EnumerateArray());
        Assert.Equal((Text(last, "id"), "drilled"), (Text(drilled, "id"), Text(drilled, "state")));
        Assert.StartsWith("PT", Text(drilled, "rpo"), StringComparison.Ordinal);
        Assert.StartsWith("PT", Text(drilled, "rto"), StringComparison.Ordinal);
        Assert.DoesNotContain("drill-", await VirshAsync("list", "--all", "--name"), StringComparison.Ordinal);
        Assert.DoesNotContain("drill-", await VirshAsync("vol-list", "shared"), StringComparison.Ordinal);
        Assert.Contains(Guest, await lab.GuestsOnAsync());
    }

    private static async Task<LabServer> OpenAsync()
    {
        var lab = await LabServer.OpenAsync("backup", "change");
        await lab.ComeToAsync("vms", $"name == '{Guest}'", 1);
        await AnswersAsync(lab);
        return lab;
    }

    /// <summary>When the agent in it has opened its end.</summary>
    private static Task AnswersAsync(LabServer lab) => lab.UntilAsync(
        async () => (await VirshAsync("dumpxml", Guest)).Contains("state='connected'", StringComparison.Ordinal), 60);

    /// <returns>The backup that was made, and verified.</returns>
    private async Task<JsonElement> BackUpAsync(LabServer lab, string kind)
    {
        var ended = await lab.EndAsync(await lab.StartRunAsync("back-up-vms", new { vms = new[] { Guest }, kind }));
        output.WriteLine(ended.GetProperty("outputs").GetRawText());
        Assert.Equal("completed", Text(ended, "status"));
        return Assert.Single(ended.GetProperty("outputs").GetProperty("backups").EnumerateArray());
    }

    private static async Task<string> VirshAsync(params string[] arguments) => await LibvirtLab.VirshAsync(await LibvirtLab.UriAsync("host-a"), arguments);

    private static string Text(JsonElement json, string member) => json.TryGetProperty(member, out var value) ? value.GetString() ?? "" : "";
}
