using System.Collections.Immutable;
using System.Text.Json;
using Runbooks.Activities;
using Runbooks.Workflows.Definitions;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Workflows.Execution.Rules;

/// <summary>Waiting for people and signals (rules 8 and 9).</summary>
internal static class WaitRules
{
    /// <summary>How many unconsumed signals a run keeps.</summary>
    public const int MaxBufferedSignals = 1_000;

    /// <summary>Asks for the approval of an acting step, naming its targets.</summary>
    public static void AskAtGate(Deciding deciding, string path, StepDefinition step, IEnumerable<Target>? targets)
    {
        var gate = step.Approval!;
        var what = targets is null ? step.Activity : $"{step.Activity} on {Names(targets.Select(t => t.Name).ToList())}";
        var agreed = Consent.Asked(deciding.Workflow.StepAt(path).Traits, deciding.State.Steps[path].Input);
        deciding.Emit(new ApprovalRequested(path, string.Join("; ", [what, .. agreed]), gate.By, deciding.Now + gate.Expires));
    }

    /// <summary>Asks for the approval that a <c>flow.approve</c> step waits for.</summary>
    public static void AskByStep(Deciding deciding, string path, JsonElement input)
    {
        ImmutableArray<string> by = input.TryGetProperty("by", out var given)
            ? given.ValueKind == JsonValueKind.Array ? [.. given.EnumerateArray().Select(b => b.ToString())] : [given.ToString()]
            : [];
        var expires = deciding.Now + FlowRules.ReadDuration(input, "expires");
        deciding.Emit(new ApprovalRequested(path, StepInput.Text(input, "message") ?? path, by, expires));
    }

    /// <summary>The first vote or expiry decides; later ones find nothing that asks.</summary>
    public static void Decide(Deciding deciding, RunInput.Decided vote)
    {
        if (deciding.State.Steps.GetValueOrDefault(vote.Path) is not { Approval: not null } step) return;
        deciding.Emit(new ApprovalDecided(vote.Path, vote.Approved, vote.By, vote.Reason));
        if (step.Activity == "flow.approve")
        {
            var output = JsonSerializer.SerializeToElement(new { by = vote.By, reason = vote.Reason });
            StepRules.Settle(deciding, vote.Path, Settled.Completed, vote.Approved ? "approved" : Outcomes.Rejected, output, null);
        }
        else if (!vote.Approved)
        {
            StepRules.Settle(deciding, vote.Path, Settled.Completed, Outcomes.Rejected, null, null);
        }
        else if (step.Begins == UnitsBegin.AfterApproval)
        {
            BeginUnit(deciding, vote.Path);
        }
    }

    /// <summary>The unit of a gated step without targets begins; while paused, on resume.</summary>
    public static void BeginUnit(Deciding deciding, string path)
    {
        if (!deciding.State.Paused) deciding.Emit(new UnitStarted(path, "", 1));
    }

    public static void Receive(Deciding deciding, RunInput.Signal signal)
    {
        if (deciding.State.SignalIds.Contains(signal.Id) || deciding.State.Signals.Count >= MaxBufferedSignals) return;
        deciding.Emit(new SignalReceived(signal.Id, signal.Name, signal.Payload));
    }

    /// <summary>The oldest signal of the name goes to the first wait for it.</summary>
    public static void TakeSignal(Deciding deciding, StepState step)
    {
        var name = StepInput.Text(step.Input, "name");
        if (deciding.State.Signals.Find(s => s.Name == name) is not { } signal) return;
        deciding.Emit(new SignalConsumed(signal.Id, step.Path));
        var output = JsonSerializer.SerializeToElement(new { payload = signal.Payload });
        StepRules.Settle(deciding, step.Path, Settled.Completed, "received", output, null);
    }

    private static string Names(List<string> names) => names.Count <= 5
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(5))} and {names.Count - 5} more";
}
