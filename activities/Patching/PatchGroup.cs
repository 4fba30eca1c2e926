using System.Text.Json;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Patching;

/// <summary>Of VMs that stand in for each other (the same tag <c>group</c>) one is patched at a time. The place is an operation's, which lasts
/// as long as the patching: it is taken with a commit, holds against other runs, and outlives a crash.</summary>
internal static class PatchGroup
{
    public const string Tag = "group";

    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(5);

    public static async Task<ActivityResult> AloneAsync(
        FleetVm vm, ActivityContext context, Func<CancellationToken, Task<ActivityResult>> patch, CancellationToken cancellation)
    {
        if (vm.Vm.Tags.GetValueOrDefault(Tag) is not { Length: > 0 } group) return await patch(cancellation);
        var hold = new OperationCall
        {
            Name = "hold-group",
            Kind = OperationKind.Convergent,
            Hold = new OperationHold(Other: null, $"patch:{group}", Places: 1),
            Start = (_, _) => Task.FromResult(group),
            // Read once the place is taken: until then another member may be on its way down.
            Attach = async (_, _) =>
            {
                if (context.Begun.Count == 0) DemandOthersAreWell(vm, group, context.Fleet);
                return ActivityJson.Write(Kept.Of(await HeldAsync(patch, cancellation)));
            },
        };
        try
        {
            var end = await context.OperationAsync(hold, cancellation);
            return end.Result!.Value.Deserialize<Kept>(ActivityJson.Options)!.Result();
        }
        catch (ActivityFailure failure) when (failure.Code == OperationHold.NoPlaceCode)
        {
            return new ActivityResult.Deferred(
                context.Time.GetUtcNow() + BetweenTries, ActivityJson.Write(new { group }), $"Waits: another member of '{group}' is being patched.");
        }
    }

    /// <summary>Where it failed, the place is kept until the unit ends: the next member must not begin before that failure counts.</summary>
    private static async Task<ActivityResult> HeldAsync(Func<CancellationToken, Task<ActivityResult>> patch, CancellationToken cancellation)
    {
        try
        {
            return await patch(cancellation);
        }
        catch (ActivityFailure failure) when (!failure.EffectUnknown)
        {
            throw new ActivityFailure(failure.Code, failure.Message, failure.Retryable, failure.RetryAfter) { EffectUnknown = true };
        }
    }

    /// <exception cref="ActivityFailure"><c>patch.group-impaired</c>.</exception>
    private static void DemandOthersAreWell(FleetVm vm, string group, IFleet fleet)
    {
        var ill = fleet.Vms.FirstOrDefault(other => other.Id != vm.Id && other.Vm.Tags.GetValueOrDefault(Tag) == group
            && other.Vm is { PowerState: PowerState.On, GuestAnswers: false });
        if (ill is null) return;
        throw new ActivityFailure(
            "patch.group-impaired",
            $"{vm.Name} was not patched: {ill.Name} of the same group '{group}' is on and its guest does not answer. Next: mend that one first.", retryable: true);
    }

    /// <summary>A result as the place's operation keeps it, for the moment between its end and the unit's.</summary>
    private sealed record Kept(JsonElement? Output, string? Message)
    {
        public static Kept Of(ActivityResult result) => result is ActivityResult.Done done
            ? new(done.Output, done.Message)
            : throw new InvalidOperationException($"Patching ends as done or fails; this was {result.GetType().Name}.");

        public ActivityResult.Done Result() => new ActivityResult.Done(Output: Output, Message: Message);
    }
}
