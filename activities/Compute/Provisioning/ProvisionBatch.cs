using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Compute.Provisioning;

/// <summary>Makes virtual machines from a template or image, all alike, each under its own name.</summary>
/// <remarks>Names and room are checked before the first VM is made: where one name is taken, or the hosts have no room for all, none is. A name is
/// reserved while its VM is made, and a VM that was begun before a crash is gone on with: there are never two of one name. What fails is
/// named and the rest is kept; a rerun of the failed ones makes only those. A VM that was made and whose guest does not answer in time
/// stays, and a rerun goes on waiting for it. User data can be read by whoever may read the VM, so secrets are refused there. Rolled back, a VM that was made is powered off and kept for
/// seven days in quarantine (tag <c>runbooks-quarantined-until</c>); <c>vm.remove-quarantined</c> deletes it then. That is refused for one that
/// was made more than 24 hours ago, whose tags were changed, or that is handed over (tag <c>runbooks-handed-over=yes</c>).</remarks>
[Activity("vm.provision-batch", Effect.Change, Title = "Provision VMs", Group = "Compute", Needs = [Capability.Provision])]
public sealed class ProvisionBatch : UndoableActivity<ProvisionBatch.Input, PlannedVm, ProvisionBatch.Ordered>
{
    /// <summary>The tags that the VM was ordered with: others mean that somebody has taken it over.</summary>
    public sealed record Ordered(ImmutableSortedDictionary<string, string> Tags);

    /// <summary>The tags by which a rerun knows a VM that this step has made.</summary>
    internal const string RunTag = "runbooks-run";

    internal const string StepTag = "runbooks-step";

    internal const string LineageTag = "runbooks-lineage";

    public override Type OutputType => typeof(Output);

    public sealed record Input
    {
        /// <summary>Where they are made; may be left out where there is only one connection with templates.</summary>
        [Format(Formats.Connection)]
        public string? Connection { get; init; }

        /// <summary>The template or image, by name or id; may be left out where there is only one.</summary>
        public string? Source { get; init; }

        /// <summary>How many.</summary>
        [Range(1, 1000)]
        public int Count { get; init; } = 1;

        /// <summary>Their names; <c>{n:00}</c> is the number in two digits: <c>web-{n:00}</c> gives web-01, web-02, …</summary>
        [StringLength(80, MinimumLength = 1)]
        public required string NamePattern { get; init; }

        /// <summary>The first number.</summary>
        [Range(0, 1_000_000)]
        public int First { get; init; } = 1;

        /// <summary>Virtual CPUs; those of the template where left out.</summary>
        [Range(1, 512)]
        public int? Cpus { get; init; }

        /// <summary>Memory in GiB; that of the template where left out.</summary>
        [Range(0.25, 12_288.0)]
        public double? Memory { get; init; }

        /// <summary>A named size, where the platform has them: an instance type, a flavor.</summary>
        public string? Size { get; init; }

        /// <summary>Spread fills hosts evenly, pack one after another; platform leaves the choice to the platform.</summary>
        public Placement Placement { get; init; }

        /// <summary>At most one of them on each host.</summary>
        public bool Apart { get; init; }

        /// <summary>The storage that their disks go to, by name.</summary>
        public string? Storage { get; init; }

        /// <summary>The network that they are connected to, by name.</summary>
        public string? Network { get; init; }

        /// <summary>Tags that each of them gets.</summary>
        public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

        /// <summary>What cloud-init is given at the first start. No secrets: whoever may read the VM may read it.</summary>
        [Format(Formats.Multiline)]
        public string? UserData { get; init; }

        /// <summary>When a VM counts as made: when it is on, or when its guest answers.</summary>
        public WaitFor WaitFor { get; init; } = WaitFor.Guest;

        /// <summary>How long a guest may take to answer.</summary>
        public TimeSpan GuestTimeout { get; init; } = TimeSpan.FromMinutes(10);
    }

    /// <param name="Created">The VMs that were made, as later steps take them for targets.</param>
    public sealed record Output(
        IReadOnlyList<TargetReport> Succeeded,
        IReadOnlyList<TargetReport> Failed,
        IReadOnlyList<TargetReport> Skipped,
        IReadOnlyList<TargetReport> Created) : TargetsOutput(Succeeded, Failed, Skipped);

    protected override Task<TargetSelection> SelectAsync(Input input, SelectionContext context, CancellationToken cancellation)
    {
        if (SecretMark.IsIn(input.UserData))
        {
            throw new ActivityFailure(
                "provision.secret-in-user-data",
                "The user data names a secret; whoever may read the VM could read it, so nothing was made. Let the guest fetch it, or set it in a later step.");
        }

        var connection = Batch.ConnectionOf(input, context.Fleet);
        Batch.SourceOf(input, connection);
        var names = Provisioning.NamePattern.Names(input.NamePattern, input.First, input.Count);
        Batch.CheckFree(names, connection, context.Fleet);
        var hosts = Batch.Place(input, connection, context.Fleet);
        return Task.FromResult(new TargetSelection(
            [.. names.Select((name, i) => new Target(PlannedVm.IdOf(connection.Id, name), name, TargetKind.NewVm, connection.Id, Host: hosts?[i]))],
            new Dictionary<string, int>()));
    }

    protected override PlannedChange? Plan(Input input, PlannedVm target) => new(
        $"Makes {target.Name}{(target.Host is { } host ? $" on {host}" : "")}{(input.Source is { } source ? $" from {source}" : "")}",
        "no such VM",
        input.WaitFor == WaitFor.Guest ? "on, and its guest answers" : "on");

    protected override async Task<ActivityResult> ExecuteAsync(Input input, PlannedVm target, ActivityContext context, CancellationToken cancellation)
    {
        var making = new Making(input, target, context);
        var nativeId = await making.MakeAsync(cancellation);
        var vm = await making.WaitAsync(nativeId, cancellation);
        var message = $"Made{(vm.Host is { } host ? $" on {host}" : "")}{(vm.IpAddresses.IsDefaultOrEmpty ? "" : $", {vm.IpAddresses[0]}")}.";
        var created = ActivityJson.Write(new { created = new[] { new TargetReport(vm.Id, vm.Name, message) } });
        return new ActivityResult.Done(Output: created, Message: message);
    }

    protected override Ordered Note(Input input, PlannedVm target) => new(input.Tags);

    protected override UndoPlan PlanUndo(Ordered before, DoneWork done, PlannedVm now, DateTimeOffset at) => at - done.At > Quarantine.Oldest
        ? UndoPlan.Refuses($"{now.Name} was made {Duration.ToWords(at - done.At)} ago, so somebody may be using it; it was left as it is.")
        : UndoPlan.Would(
            $"Powers {now.Name} off, and keeps it for {Quarantine.Days} days in quarantine before it is deleted; not where it is handed over or its tags were changed",
            "made by this run",
            "off, in quarantine");

    protected override Task<ActivityResult> UndoAsync(
        Ordered before, DoneWork done, PlannedVm now, ActivityContext context, CancellationToken cancellation) =>
        new Unmaking(now, before.Tags, done, context).RunAsync(cancellation);
}

/// <summary>When a new VM counts as made.</summary>
public enum WaitFor
{
    /// <summary>When it is on.</summary>
    Power,

    /// <summary>When its guest answers.</summary>
    Guest,
}
