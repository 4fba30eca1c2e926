using Runbooks.Activities.Patching;
using Runbooks.Activities.Patching.Ansible;
using Runbooks.Activities.Tests.Recording;

namespace Runbooks.Activities.Tests.Patching;

/// <summary>Lines as ansible-core 2.14 with ansible.posix.jsonl prints them, shortened.</summary>
public sealed class AnsibleEventsTests
{
    private readonly Bench bench = new();

    private AnsibleEvents Read(params string[] lines)
    {
        bench.Add("vm");
        var events = new AnsibleEvents(bench.Context("vm", null));
        foreach (var line in lines) events.Take(line);
        return events;
    }

    private const string Task = """{"_event": "v2_playbook_on_task_start", "_timestamp": "…", "hosts": {}, "task": {"id": "1", "name": "Upgrade"}}""";

    [Fact]
    public void Take_APackageTaskThatWouldChange_IsLoggedAndItsSimulationRead()
    {
        var events = Read(Task, """
            {"_event": "v2_runner_on_ok", "hosts": {"vm": {"action": "ansible.builtin.apt", "changed": true, "diff": {"prepared": "The following packages will be upgraded:\n  bash\n1 upgraded, 0 newly installed, 0 to remove and 0 not upgraded."}, "stdout": "Reading state information...\nThe following packages will be upgraded:\n  bash\nInst bash [5.1] (5.2 Debian:12 [amd64])\nConf bash (5.2 Debian:12 [amd64])\n"}}, "task": {"name": "Upgrade"}}
            """);
        Assert.Equal([new PackageChange("bash", "5.1", "5.2")], events.Prepared);
        Assert.Equal(["Upgrade: changed"], bench.Log);
        Assert.Null(events.Reason);
    }

    [Theory]
    [InlineData("dnf", "true", false)]
    [InlineData("dnf", "false", true)]
    [InlineData("copy", "true", true)]
    public void Take_ATaskThatNamesNoPackage_IsUnknownOnlyWhereItInstallsSome(string action, string changed, bool known)
    {
        var events = Read(Task, $$"""{"_event": "v2_runner_on_ok", "hosts": {"vm": {"action": "{{action}}", "changed": {{changed}} } } }""");
        Assert.Equal(known, events.Prepared is { Count: 0 });
        Assert.Equal(known, events.Prepared is not null);
    }

    [Fact]
    public void Take_ATaskThatFailed_IsTheReason()
    {
        var events = Read(Task, """{"_event": "v2_runner_on_failed", "hosts": {"vm": {"msg": "no   package\nmatches"}}, "task": {"name": "Upgrade"}}""");
        Assert.Equal("Upgrade: failed: no package matches", events.Reason);
    }

    [Fact]
    public void Take_AHostThatIsUnreachable_IsTheReason()
    {
        var events = Read(Task, """{"_event": "v2_runner_on_unreachable", "hosts": {"vm": {"msg": "Failed to connect", "unreachable": true}}}""");
        Assert.Equal("Upgrade: unreachable: Failed to connect", events.Reason);
    }

    [Fact]
    public void Take_WhatIsNoEvent_IsPassedOn()
    {
        var events = Read("ERROR! the playbook could not be found", "{ not json");
        Assert.Equal(["ERROR! the playbook could not be found", "{ not json"], bench.Log);
        Assert.Equal("ERROR! the playbook could not be found", events.Reason);
    }
}
