using System.Collections.Immutable;
using System.Text.Json;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Compute.Provisioning;

/// <summary>The making of one VM being undone: it is powered off and put into quarantine, and nothing but it.</summary>
/// <param name="Tags">Those that the step was asked to give it.</param>
internal sealed record Unmaking(PlannedVm Planned, ImmutableSortedDictionary<string, string> Tags, DoneWork Done, ActivityContext Context)
{
    private const string Off = "power-off", Mark = "quarantine";

    /// <summary>What a platform may add by itself.</summary>
    private static readonly string[] Theirs = ["aws:", "runbooks-"];

    public async Task<ActivityResult> RunAsync(CancellationToken cancellation)
    {
        if (await FindAsync(cancellation) is not { } vm) return new ActivityResult.Skipped($"There is no {Planned.Name} that this step made; nothing was done.");
        if (Context.Begun.Count == 0) Demand(vm);
        // Off first: a tag alone would be no reason for the sweep to take a VM that is on.
        if (vm.Vm.PowerState != PowerState.Off || Context.Begun.Contains(Off))
            await Context.OperateOnAsync(vm, new PlatformOperation.PowerOff(vm.Vm.NativeId), Off, cancellation);
        var until = Quarantine.Until(Context.Time.GetUtcNow());
        var tags = ImmutableSortedDictionary<string, string?>.Empty.Add(Quarantine.UntilTag, until);
        await Context.OperateOnAsync(vm, new PlatformOperation.SetTags(vm.Vm.NativeId, tags), Mark, cancellation);
        return new ActivityResult.Done(Message: $"Off, and kept until {until}.");
    }

    /// <summary>By the platform's own id where that is known; else by its name and the tags that it was made with.</summary>
    private async Task<FleetVm?> FindAsync(CancellationToken cancellation)
    {
        await Context.Fleet.RefreshAsync(Planned.Connection, cancellation);
        var nativeId = Done.Operations.Select(operation => operation.Result?.Deserialize<Provisioned>(JsonSerializerOptions.Web)?.NativeId).FirstOrDefault(id => id is not null);
        var there = Context.Fleet.Vms.FirstOrDefault(vm => vm.Connection == Planned.Connection
            && (nativeId is null ? string.Equals(vm.Name, Planned.Name, StringComparison.OrdinalIgnoreCase) && IsOurs(vm) : vm.Vm.NativeId == nativeId));
        return there is null || await Context.Platform.GetVirtualMachineAsync(there.Vm.NativeId, cancellation) is not { } now ? null : there with { Vm = now };
    }

    /// <exception cref="ActivityFailure">It is in use, or may be (<c>provision.in-use</c>).</exception>
    private void Demand(FleetVm vm)
    {
        if (VmTags.SayYes(vm, Quarantine.HandedOverTag)) throw InUse("it is handed over");
        if (!IsOurs(vm) || Changed(vm) is { Length: > 0 }) throw InUse($"its tags were changed since{Words(vm)}");
        var age = Context.Time.GetUtcNow() - Done.At;
        if (age > Quarantine.Oldest) throw InUse($"it was made {Duration.ToWords(age)} ago");
    }

    private bool IsOurs(FleetVm vm) =>
        vm.Vm.Tags.ContainsKey(ProvisionBatch.RunTag)
        && vm.Vm.Tags.GetValueOrDefault(ProvisionBatch.LineageTag) == Context.Lineage
        && vm.Vm.Tags.GetValueOrDefault(ProvisionBatch.StepTag) == Context.StepPath;

    private string[] Changed(FleetVm vm) =>
    [
        .. Tags.Where(tag => vm.Vm.Tags.GetValueOrDefault(tag.Key) != tag.Value).Select(tag => tag.Key)
            .Concat(vm.Vm.Tags.Keys.Where(tag => !Tags.ContainsKey(tag) && !Theirs.Any(start => tag.StartsWith(start, StringComparison.Ordinal)))),
    ];

    private string Words(FleetVm vm) => Changed(vm) is { Length: > 0 } tags ? $" ({string.Join(", ", tags)})" : "";

    private ActivityFailure InUse(string why) => new(
        "provision.in-use", $"{Planned.Name} was left as it is: {why}, so somebody may be using it. Next: if nobody does, power it off and delete it on its platform.");
}
