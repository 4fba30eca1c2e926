using Runbooks.Lab.Libvirt;

namespace Runbooks.Server.Tests.Runs.Lab;

/// <summary>The shipped workflow makes real guests from a template, and waits until the agent in each answers.</summary>
[Collection(LibvirtLab.Collection)]
public sealed class ProvisionLabTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Count = 10;

    private static readonly string[] Names = [.. Enumerable.Range(1, Count).Select(number => $"made-{number:00}")];

    public async ValueTask InitializeAsync()
    {
        LibvirtLab.IsNeeded();
        await ForgetAsync();
    }

    public async ValueTask DisposeAsync() => await ForgetAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_TenFromATemplate_AnswerAndEachIsOne(bool isKilled)
    {
        await using var lab = await LabServer.OpenAsync("provision", "change");
        await lab.ComeToAsync("hosts", "true", 2);
        var run = await lab.StartRunAsync("provision-vms", new
        {
            connection = "lab-a", source = "template", count = Count, names = "made-{n:00}", cpus = 1, memory = 0.25, userData = "#cloud-config\nlab: yes\n",
        });
        if (isKilled)
        {
            await lab.UntilAsync(async () => (await lab.GuestsOnAsync()).Count(Names.Contains) >= 3, 60);
            await lab.KillAndRestartAsync();
            output.WriteLine($"killed when {(await lab.GuestsOnAsync()).Count(Names.Contains)} were on");
        }

        var ended = await lab.EndAsync(run, 420);

        var took = ended.GetProperty("endedAt").GetDateTimeOffset() - ended.GetProperty("startedAt").GetDateTimeOffset();
        output.WriteLine($"{Count} guests made from a template, on, and answering after {took.TotalSeconds:0.0} s");
        Assert.Equal("completed", ended.GetProperty("status").GetString());
        Assert.Equal(Names, ended.GetProperty("outputs").GetProperty("created").EnumerateArray().Select(made => made.GetProperty("name").GetString()).Order());
        Assert.Equal(Names, (await lab.GuestsOnAsync()).Where(Names.Contains));
        Assert.Equal(Names, (await LibvirtLab.CopiesAsync("host-a", "shared", "made-")).Where(file => file.EndsWith("-vda.qcow2", StringComparison.Ordinal)).Select(file => file[..7]).Order());
        foreach (var (name, address) in await AddressesAsync(lab)) await AnswersAsync(name, address);
    }

    private static async Task<Dictionary<string, string>> AddressesAsync(LabServer lab)
    {
        var addresses = new Dictionary<string, string>();
        await lab.UntilAsync(
            async () =>
            {
                var seen = (await lab.AskAsync($"/api/v1/fleet/vms?limit=100&where={Uri.EscapeDataString("tags.owner == 'operations'")}")).GetProperty("items");
                foreach (var vm in seen.EnumerateArray().Where(vm => vm.GetProperty("ipAddresses").GetArrayLength() == 1))
                    addresses[vm.GetProperty("name").GetString()!] = vm.GetProperty("ipAddresses")[0].GetString()!;
                return addresses.Count == Count;
            },
            120);
        Assert.Equal(Names, addresses.Keys.Order());
        return addresses;
    }

    /// <summary>By its own web server, with its name and what it was given.</summary>
    private static async Task AnswersAsync(string name, string address)
    {
        Assert.EndsWith($"{name} ok", (await LibvirtLab.RunAsync("get", address, "/")).Trim(), StringComparison.Ordinal);
        Assert.Contains("lab: yes", await LibvirtLab.RunAsync("get", address, "/user-data"), StringComparison.Ordinal);
    }

    private static async Task ForgetAsync()
    {
        if (Environment.GetEnvironmentVariable("RUNBOOKS_LAB_LIBVIRT") != "1") return;
        foreach (var name in Names) await LibvirtLab.RunAsync("forget", name);
    }
}
