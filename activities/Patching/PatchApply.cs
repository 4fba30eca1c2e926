using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Runbooks.Activities.Compute;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Integration;
using Runbooks.Activities.Patching.Ansible;
using Runbooks.Activities.Patching.Platform;
using Runbooks.Activities.Patching.Salt;
using Runbooks.Activities.Patching.Ssh;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Patching;

/// <summary>Patches the guests of virtual machines, in rings, each behind a health gate.</summary>
/// <remarks>For each VM: a snapshot where asked for, the patches, a restart where needed, and then its health gate; a VM that does not pass it
/// has failed, and when more fail than the failure budget allows, the next ring is not begun. Of VMs with the same tag <c>group</c> only one is
/// patched at a time, by whatever run. What was begun in a guest goes on when this server stops, and is found again. Snapshots are taken only
/// where 20 % of the storage stays free, and are to be removed after 72 hours (<c>vm.prune-snapshots</c>). A VM with the tag
/// <c>data=stateful</c> is never put back to one.</remarks>
[Activity("patch.apply", Effect.Destroy, Title = "Patch VMs", Group = "Guest",
    NoUndo = "What was installed stays; before the health gate, a VM that fails goes back to its snapshot by itself.")]
public sealed class PatchApply(IOptions<OutboundOptions> outbound, IOptions<PatchOptions> options) : TargetActivity<PatchApply.Input, FleetVm>
{
    private readonly OutboundGuard guard = new(outbound.Value);

    public sealed record Input : TargetsInput
    {
        /// <summary>Who applies the patches: the platform by its own means, a command by SSH, an Ansible playbook, or a Salt state.</summary>
        public PatchMethod Method { get; init; }

        /// <summary>For ssh: the command, such as <c>apt-get update &amp;&amp; apt-get -y dist-upgrade</c>.</summary>
        [Format(Formats.Multiline)]
        [StringLength(20_000)]
        [AskedWhen("method", "ssh")]
        public string? Command { get; init; }

        /// <summary>For ansible: the playbook, a file in the folder that the administrator has set for playbooks. Its hosts are <c>all</c>.</summary>
        [StringLength(400)]
        [AskedWhen("method", "ansible")]
        public string? Playbook { get; init; }

        /// <summary>For salt: the state; empty for all that the master has for the VM.</summary>
        [StringLength(400)]
        [AskedWhen("method", "salt")]
        public string? State { get; init; }

        /// <summary>How guests are signed in to, for ssh and ansible.</summary>
        [AskedWhen("method", "ssh", "ansible")]
        public SshLogin? Ssh { get; init; }

        /// <summary>The Salt master, for salt.</summary>
        [AskedWhen("method", "salt")]
        public SaltLogin? Salt { get; init; }

        /// <summary>What has to hold before a patched VM counts as healthy; that its guest answers is always part of it.</summary>
        public HealthGate HealthGate { get; init; } = new();

        /// <summary>Takes a snapshot first.</summary>
        public bool Snapshot { get; init; }

        /// <summary>Puts a VM back to the snapshot where it fails before it has passed its health gate. What it wrote since is lost.</summary>
        public bool RollBack { get; init; }

        /// <summary>When the guest is restarted.</summary>
        public Reboot Reboot { get; init; }

        /// <summary>How long a restart may take.</summary>
        [Range(typeof(TimeSpan), "00:00:05", "04:00:00", ErrorMessage = "must be between 5 s and 4 h")]
        public TimeSpan RebootTimeout { get; init; } = TimeSpan.FromMinutes(10);

        /// <summary>Changes nothing, and says what would change.</summary>
        public bool Check { get; init; }
    }

    /// <param name="Packages">What changed in each VM, or with check what would.</param>
    public sealed record Output(
        IReadOnlyList<TargetReport> Succeeded,
        IReadOnlyList<TargetReport> Failed,
        IReadOnlyList<TargetReport> Skipped,
        IReadOnlyList<PackageReport> Packages) : TargetsOutput(Succeeded, Failed, Skipped);

    public override Type OutputType => typeof(Output);

    protected override Task<TargetSelection> SelectAsync(Input input, SelectionContext context, CancellationToken cancellation)
    {
        PatchRules.Check(input, options.Value);
        return base.SelectAsync(input, context, cancellation);
    }

    protected override PlannedChange? Plan(Input input, FleetVm target) => PatchRules.Plan(input, target);

    protected override async Task<ActivityResult> ExecuteAsync(Input input, FleetVm target, ActivityContext context, CancellationToken cancellation)
    {
        if (target.Vm.PowerState != PowerState.On && context.Begun.Count == 0)
            return new ActivityResult.Skipped($"Its guest cannot be patched: {VmWork.Words(target.Vm.PowerState)}.");
        var work = new VmWork(target, context);
        await using var guest = GuestOf(input, work);
        var patching = new VmPatching(input, work, guest);
        return input.Check
            ? await patching.CheckAsync(cancellation)
            : await PatchGroup.AloneAsync(target, context, stop => patching.PatchAsync(stop), cancellation);
    }

    private IGuestPatching GuestOf(Input input, VmWork work)
    {
        switch (input.Method)
        {
            case PatchMethod.Platform:
                return new PlatformPatching(work);
            case PatchMethod.Salt:
                var api = new SaltApi(input.Salt!, GuestWords.Fill(input.Salt!.Minion, work.Seen), work.Context.Http);
                return new ShellPatching(new SaltShell(api), new StateApplier(api, input.State ?? "", work.Context), work.Context);
            default:
                var target = SshTarget.Of(work.Seen, input.Ssh!);
                var shell = new SshShell(target, guard);
                IPatchApplier applier = input.Method == PatchMethod.Ssh
                    ? new CommandApplier(shell, input.Command!, work.Context)
                    : new PlaybookApplier(input.Playbook!, target, work.Name, options.Value, work.Context);
                return new ShellPatching(shell, applier, work.Context);
        }
    }
}
