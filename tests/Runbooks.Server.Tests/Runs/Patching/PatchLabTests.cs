using Runbooks.Lab.Ssh;
using Runbooks.Server.Runs.History;
using Runbooks.Server.Runs.Starting;
using Runbooks.Workflows.Execution;

namespace Runbooks.Server.Tests.Runs.Patching;

/// <summary>Real hosts, a real apt, real sshd and ansible-playbook. Their VMs are simulated ones, tagged with the hosts' addresses.</summary>
public sealed class PatchLabTests
{
    private const string Upgrade = "apt-get update -q && apt-get install -yq runbooks-demo";

    [Fact]
    public async Task Ssh_FiveHostsTwoRingsOneFailsItsGate_TheSecondRingIsUntouched()
    {
        SshLab.IsNeeded();
        await using var lab = await PatchLab.UpAsync(5);
        await lab.Ssh.OnAsync("vm2", "touch /etc/unhealthy");
        var boot = await lab.BootAsync("vm1");

        var ended = await lab.RunAsync($"method: ssh, command: {Upgrade}, rings: [2], healthGate: {{ command: '! test -e /etc/unhealthy', within: 2s }}");

        var (step, output) = (ended.Steps["patch"], ended.Steps["patch"].Output!.Value);
        Assert.Equal("patch.gate-not-passed", step.Error!.Code);
        Assert.Equal(["vm1"], lab.Names(output, "succeeded"));
        Assert.Equal(["vm2"], lab.Names(output, "failed"));
        Assert.Equal(["vm3", "vm4", "vm5"], lab.Names(output, "skipped"));
        var package = Assert.Single(output.GetProperty("packages").EnumerateArray());
        Assert.Equal("runbooks-demo 1.0 1.1", $"{package.GetProperty("name")} {package.GetProperty("from")} {package.GetProperty("to")}");
        Assert.Equal(["1.1", "1.1", "1.0", "1.0", "1.0"], await Task.WhenAll(lab.Ssh.Hosts.Select(host => lab.Ssh.VersionAsync(host.Name))));
        // The package asked for a restart.
        Assert.NotEqual(boot, await lab.BootAsync("vm1"));
        Assert.Contains("restarted", output.GetProperty("succeeded")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("method: ssh, command: " + Upgrade)]
    [InlineData("method: ansible, playbook: patch.yml")]
    public async Task Check_Always_ChangesNothingAndNamesThePackage(string with)
    {
        SshLab.IsNeeded();
        await using var lab = await PatchLab.UpAsync(1);
        await lab.Ssh.OnAsync("vm1", "apt-get update -q");
        var before = await lab.Ssh.OnAsync("vm1", "dpkg -l | md5sum; ls -A /root");

        var ended = await lab.RunAsync(with + ", check: true");

        Assert.Null(ended.Steps["patch"].Error);
        var package = Assert.Single(ended.Steps["patch"].Output!.Value.GetProperty("packages").EnumerateArray());
        Assert.Equal("runbooks-demo 1.0 1.1", $"{package.GetProperty("name")} {package.GetProperty("from")} {package.GetProperty("to")}");
        Assert.Equal("1.0", await lab.Ssh.VersionAsync("vm1"));
        var after = await lab.Ssh.OnAsync("vm1", "dpkg -l | md5sum; ls -A /root");
        Assert.Equal(before.Output.Replace(".ansible\n", "", StringComparison.Ordinal), after.Output.Replace(".ansible\n", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ansible_TwoHosts_AreUpgradedAndTheKeyIsGone()
    {
        SshLab.IsNeeded();
        await using var lab = await PatchLab.UpAsync(2);

        var ended = await lab.RunAsync("method: ansible, playbook: patch.yml, reboot: never");

        Assert.Null(ended.Steps["patch"].Error);
        Assert.Equal(["vm1 runbooks-demo 1.0 1.1", "vm2 runbooks-demo 1.0 1.1"], lab.Packages(ended));
        Assert.Equal(["1.1", "1.1"], await Task.WhenAll(lab.Ssh.Hosts.Select(host => lab.Ssh.VersionAsync(host.Name))));
        var files = Directory.EnumerateFiles(lab.Folder, "*", SearchOption.AllDirectories).ToList();
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.DoesNotContain("PRIVATE KEY", File.ReadAllText(file), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ansible_Fails_SaysWhichTaskAndWhy()
    {
        SshLab.IsNeeded();
        await using var lab = await PatchLab.UpAsync(1);
        await lab.Ssh.OnAsync("vm1", "rm -r /srv/repository");

        var error = (await lab.RunAsync("method: ansible, playbook: patch.yml")).Steps["patch"].Error!;

        Assert.Equal("patch.failed", error.Code);
        Assert.Contains("Read the package lists: failed:", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("method: ssh, command: sleep 4711", "sleep 4711")]
    [InlineData("method: ansible, playbook: stay.yml", "sleep 4712")]
    public async Task Cancel_WhileItWorks_EndsEverythingThatItBegan(string with, string remote)
    {
        SshLab.IsNeeded();
        await using var lab = await PatchLab.UpAsync(1);
        lab.Bench.Publish(PatchLab.Step(with));
        await using var process = lab.Bench.StartProcess();
        var run = Assert.IsType<StartOutcome.Accepted>(await process.StartAsync("patch")).RunId;
        await PatchLab.UntilAsync(async () => (await lab.Ssh.OnAsync("vm1", $"pgrep -fx '{remote}'")).Exit == 0);

        await lab.Bench.Store.EnqueueAsync(run, new InboxMessage("stop", "cancel", "{}", DateTimeOffset.UtcNow));
        process.WakeNow(run);

        Assert.True(await process.UntilEndedAsync(run), "the run did not end");
        Assert.Equal("cancelled", RunStatus.Of(await lab.Bench.StateAsync(run)));
        await PatchLab.UntilAsync(async () => (await lab.Ssh.OnAsync("vm1", $"pgrep -fx '{remote}'")).Exit != 0);
        Assert.DoesNotContain(lab.Running(), line => line.Contains("ansible", StringComparison.Ordinal));
    }

    /// <summary>The server dies while a host is being patched: the command goes on there, and the next server finds it.</summary>
    [Theory]
    [InlineData("method: ssh, command: 'sleep 3; echo x >> /root/times; " + Upgrade + "'")]
    [InlineData("method: ansible, playbook: slow.yml")]
    public async Task Crash_WhileItWorks_IsFoundAgainAndNotRepeated(string with)
    {
        SshLab.IsNeeded();
        await using var lab = await PatchLab.UpAsync(1);
        lab.Bench.Publish(PatchLab.Step(with + ", reboot: never"));
        string run;
        await using (var first = lab.Bench.StartProcess())
        {
            run = Assert.IsType<StartOutcome.Accepted>(await first.StartAsync("patch")).RunId;
            await PatchLab.UntilAsync(async () => (await lab.Ssh.OnAsync("vm1", "pgrep -fx 'sleep 3'")).Exit == 0);
        }

        await using var second = lab.Bench.StartProcess();
        second.WakeNow(run);
        Assert.True(await second.UntilEndedAsync(run), "the run did not end");

        var ended = await lab.Bench.StateAsync(run);
        Assert.Null(ended.Steps["patch"].Error);
        Assert.Equal(["vm1 runbooks-demo 1.0 1.1"], lab.Packages(ended));
        Assert.Equal("x", (await lab.Ssh.OnAsync("vm1", "cat /root/times")).Output.Trim());
    }

    [Fact]
    public async Task Ssh_AnotherHostKey_IsSentNothing()
    {
        SshLab.IsNeeded();
        await using var lab = await PatchLab.UpAsync(2);
        var lines = lab.Ssh.KnownHosts.Trim().Split('\n').Select(line => line.Split(' ', 2)).ToArray();
        // Each is known by the other's key.
        lab.Bench.Secrets["known"] = $"{lines[0][0]} {lines[1][1]}\n{lines[1][0]} {lines[0][1]}\n";

        var ended = await lab.RunAsync("method: ssh, command: touch /etc/touched, failureBudget: 2");

        Assert.Equal("patch.host-key", ended.Steps["patch"].Units!.ById.Values.First().Error!.Code);
        Assert.NotEqual(0, (await lab.Ssh.OnAsync("vm1", "test -e /etc/touched")).Exit);
    }
}
