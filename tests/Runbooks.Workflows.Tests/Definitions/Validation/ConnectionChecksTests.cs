using System.Collections.Immutable;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Abilities;
using Runbooks.Workflows.Definitions;
using Runbooks.Workflows.Definitions.Validation;
using Runbooks.Workflows.Tests.Flow;

namespace Runbooks.Workflows.Tests.Definitions.Validation;

/// <summary>Steps on connections whose platform cannot do them.</summary>
public sealed class ConnectionChecksTests
{
    private static readonly KnownConnection Whole = new("vc1", "vsphere", Enum.GetValues<Capability>().ToHashSet());

    private static readonly KnownConnection Bare = new("bare", "openstack", new HashSet<Capability>());

    /// <summary>A Hyper-V without all that the table asks for.</summary>
    private static readonly KnownConnection Lesser = new("hv1", "hyperv", Enum.GetValues<Capability>().Except(
    [
        Capability.LiveMigration, Capability.Reset, Capability.MemorySnapshot, Capability.Suspend, Capability.Metrics, Capability.Provision,
    ]).ToHashSet());

    /// <summary>The step is on line 3 of its document, and says its connection.</summary>
    [Theory]
    [InlineData("vm.migrate, with: { targets: x, connection: hv1 }", "no live migration; use vm.power-off, a move with the platform's own tools, and vm.power-on.")]
    [InlineData("vm.restart, with: { targets: x, connection: hv1, mode: hard }", "no reset; use vm.restart with mode: graceful, which asks the guest.")]
    [InlineData("vm.suspend, with: { targets: x, connection: hv1 }", "no suspending; use vm.power-off.")]
    [InlineData("vm.snapshot, with: { targets: x, connection: hv1, name: a, memory: true }", "no memory in snapshots; use vm.snapshot with memory: false.")]
    [InlineData("vm.provision-batch, with: { source: t, count: 1, namePattern: a, connection: hv1 }", "no making of VMs; use a connection that can, such as 'vc1' (vSphere).")]
    public void Validate_StepSaysAConnectionThatCannot_SaysWhichAndWhatElse(string step, string why) =>
        AssertRefused(Validate(step, Whole, Lesser), "/steps/move/with/connection", $"Step 'move' cannot run on 'hv1' (Hyper-V): {why}");

    /// <summary>It says none, and there is only the one that cannot.</summary>
    [Theory]
    [InlineData("vm.migrate, with: { targets: x }", "no live migration; use vm.power-off, a move")]
    [InlineData("host.evacuate, with: { host: x }", "no live migration; use vm.power-off, a move")]
    [InlineData("vm.migrate-on-threshold, with: { above: 0.5 }", "no live migration, no metrics; use")]
    [InlineData("vm.power-off-idle, with: { where: \"tags.idle == 'off'\" }", "no metrics; use a step whose targets you choose without their load")]
    [InlineData("vm.provision-batch, with: { source: t, count: 1, namePattern: a }", "no making of VMs; use the platform's own tools.")]
    public void Validate_OnlyConnectionCannot_SaysWhichAndWhatElse(string step, string why) =>
        AssertRefused(Validate(step, Lesser), "/steps/move/activity", $"Step 'move' cannot run on 'hv1' (Hyper-V): {why}");

    [Theory]
    [InlineData("vm.migrate, with: { targets: x, connection: vc1 }")]
    [InlineData("vm.migrate, with: { targets: x }")]
    [InlineData("vm.migrate, with: { targets: x, connection: '${ inputs.where }' }")]
    [InlineData("vm.migrate, with: { targets: x, connection: not-known }")]
    [InlineData("vm.restart, with: { targets: x, connection: hv1 }")]
    [InlineData("vm.restart, with: { targets: x, connection: hv1, mode: '${ inputs.where }' }")]
    [InlineData("vm.snapshot, with: { targets: x, connection: hv1, name: a }")]
    [InlineData("message.webhook, with: { url: 'https://a.example' }")]
    public void Validate_AConnectionCanOrIsNotKnownYet_HasNoProblem(string step) => Assert.Empty(Validate(step, Whole, Lesser));

    [Fact]
    public void Validate_NoneOfSeveralCan_SaysSo() =>
        AssertRefused(Validate("vm.migrate, with: { targets: x }", Lesser, Bare), "/steps/move/activity", "No other connection can either.");

    [Fact]
    public void Validate_MaintenanceIsLackingAlone_NamesTheInputThatDoesWithout()
    {
        var host = Whole with { Id = "hv2", Platform = "libvirt", Capabilities = Whole.Capabilities.Except([Capability.Maintenance]).ToHashSet() };
        AssertRefused(Validate("host.evacuate, with: { host: x }", host), "/steps/move/activity", "'hv2' (libvirt): no maintenance of hosts; use host.evacuate with maintenance: false.");
        Assert.Empty(Validate("host.evacuate, with: { host: x, maintenance: false }", host));
    }

    [Fact]
    public void Validate_StorageIsAskedFor_NeedsStorageMigration()
    {
        var hosts = Whole with { Capabilities = Whole.Capabilities.Except([Capability.StorageMigration]).ToHashSet() };
        AssertRefused(Validate("vm.migrate, with: { targets: x, storage: ds-2 }", hosts), "/steps/move/activity", "no storage migration; use vm.migrate without storage");
        Assert.Empty(Validate("vm.migrate, with: { targets: x, storage: '' }", hosts));
    }

    [Fact]
    public void Validate_NoConnections_JudgesNothing() => Assert.Empty(Validate("vm.migrate, with: { targets: x }"));

    [Fact]
    public void Lacking_AnyCapability_HasWords() =>
        Assert.All(Enum.GetValues<Capability>(), one => Assert.DoesNotContain(one.ToString(), AbilityWords.Lacking(one), StringComparison.Ordinal));

    private static ImmutableArray<Problem> Validate(string step, params KnownConnection[] connections) =>
        new DefinitionValidator(Catalogues.All, () => connections).Validate(DefinitionReader.Read(
            $"id: x\nsteps:\n  move: {{ activity: {step} }}\ninputs:\n  where: {{ type: string }}", DocumentFormat.Yaml));

    private static void AssertRefused(ImmutableArray<Problem> problems, string path, string message)
    {
        var problem = Assert.Single(problems);
        Assert.Equal((Severity.Error, path, "move", 3), (problem.Severity, problem.Path, problem.Step, problem.Line));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }
}
