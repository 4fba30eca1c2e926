using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Runbooks.Activities.Patching;
using Runbooks.Activities.Platforms;
using Runbooks.Lab.Ssh;
using Runbooks.Server.Runs.Starting;
using Runbooks.Server.Tests.Runs.Execution;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Server.Tests.Runs.Patching;

/// <summary>An engine whose VMs are simulated and whose guests are real: tags say which host is whose.</summary>
internal sealed class PatchLab : IAsyncDisposable
{
    private const string Playbook = """
        - hosts: all
          gather_facts: false
          tasks:
            - name: Read the package lists
              apt: { update_cache: true }
              check_mode: false
              changed_when: false
            - name: Upgrade
              apt: { name: runbooks-demo, state: latest }

        """;

    private readonly TemporaryDirectory folder = new();

    /// <summary>The hosts' names by those of their VMs.</summary>
    private Dictionary<string, string> hosts = [];

    private PatchLab(SshLab ssh)
    {
        Ssh = ssh;
        var playbooks = Directory.CreateDirectory(Path.Combine(folder.Path, "playbooks")).FullName;
        File.WriteAllText(Path.Combine(playbooks, "patch.yml"), Playbook);
        File.WriteAllText(Path.Combine(playbooks, "stay.yml"), Playbook + "    - command: sleep 4712\n");
        File.WriteAllText(Path.Combine(playbooks, "slow.yml"), Playbook + "    - command: sleep 3\n    - shell: echo x >> /root/times\n");
        Bench = new EngineBench(vms: 20, configure: services => services.Configure<PatchOptions>(options =>
            (options.Playbooks, options.WorkFolder) = (playbooks, Path.Combine(folder.Path, "jobs"))));
        Bench.Secrets["key"] = ssh.Key;
        Bench.Secrets["known"] = ssh.KnownHosts;
    }

    public SshLab Ssh { get; }

    public EngineBench Bench { get; }

    public string Folder => folder.Path;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<PatchLab> UpAsync(int count)
    {
        var lab = new PatchLab(await SshLab.UpAsync(count));
        var vms = (await lab.Bench.Platform.GetInventoryAsync(Cancellation)).VirtualMachines.Where(vm => vm.PowerState == PowerState.On)
            .OrderBy(vm => vm.Name, StringComparer.Ordinal).Take(count).ToList();
        foreach (var (vm, host) in vms.Zip(lab.Ssh.Hosts))
        {
            var tags = ImmutableSortedDictionary<string, string?>.Empty.Add("lab", "yes").Add("ssh", host.Address).Add("group", null);
            var set = new PlatformOperation.SetTags(vm.NativeId, tags);
            await lab.Bench.Platform.AwaitAsync(set, await lab.Bench.Platform.StartAsync(set, "tag " + vm.Name, Cancellation), null, Cancellation);
        }

        lab.hosts = vms.Zip(lab.Ssh.Hosts).ToDictionary(pair => pair.First.Name, pair => pair.Second.Name);
        return lab;
    }

    public static string Step(string with) => $$"""
        apiVersion: runbooks/v1
        id: patch
        name: Patch
        steps:
          patch:
            activity: patch.apply
            with: { targets: "tags.lab == 'yes'", ssh: { privateKey: "${ secrets.key }", knownHosts: "${ secrets.known }", address: "{tag:ssh}" }, {{with}} }
        """;

    public async Task<RunState> RunAsync(string with)
    {
        Bench.Publish(Step(with));
        await using var process = Bench.StartProcess();
        var started = Assert.IsType<StartOutcome.Accepted>(await process.StartAsync("patch"));
        Assert.True(await process.UntilEndedAsync(started.RunId), "the run did not end");
        return await Bench.StateAsync(started.RunId);
    }

    public static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var tries = 0; tries < 150; tries++)
        {
            if (await holds()) return;
            await Task.Delay(100, Cancellation);
        }

        throw new TimeoutException("It did not come to that within 15 s.");
    }

    public async Task<string> BootAsync(string host) => (await Ssh.OnAsync(host, "cat /proc/sys/kernel/random/boot_id")).Output.Trim();

    /// <summary>The hosts in a list of targets.</summary>
    public string[] Names(JsonElement output, string list) =>
        [.. output.GetProperty(list).EnumerateArray().Select(vm => hosts[vm.GetProperty("name").GetString()!])];

    public string[] Packages(RunState ended) =>
    [
        .. ended.Steps["patch"].Output!.Value.GetProperty("packages").EnumerateArray()
            .Select(p => $"{hosts[p.GetProperty("vm").GetString()!]} {p.GetProperty("name")} {p.GetProperty("from")} {p.GetProperty("to")}"),
    ];

    /// <summary>The command lines of what runs on this machine for this lab.</summary>
    public IEnumerable<string> Running() => System.Diagnostics.Process.GetProcesses()
        .Select(process => $"/proc/{process.Id}/cmdline")
        .Where(File.Exists)
        .Select(file =>
        {
            try
            {
                return File.ReadAllText(file).Replace('\0', ' ');
            }
            catch (IOException)
            {
                return "";
            }
        })
        .Where(line => line.Contains(folder.Path, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        await Bench.DisposeAsync();
        await Ssh.DisposeAsync();
        folder.Dispose();
    }
}
