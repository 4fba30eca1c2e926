using System.Numerics;
using Runbooks.Server.Runs.History;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Server.Runs.Execution;

/// <summary>Turns decided events into what is written in one transaction: the events, and the rows that follow from them.</summary>
internal static class AppendBuilder
{
    /// <summary>A snapshot each so many events; more where the history is long.</summary>
    public const int SnapshotInterval = 500;

    /// <summary>A history loads by folding at most an eighth of it, and all its snapshots together cost no more than eight of the last.</summary>
    private const int LoadedShare = 8;

    public static RunAppend Build(
        CompiledWorkflow workflow, RunState before, Decision decision, long epoch, IReadOnlyList<string> consumed, bool snapshots)
    {
        var rows = new Rows(workflow, decision.Events.Length);
        for (var at = 0; at < decision.Events.Length; at++) rows.Add(decision.Before[at], decision.Events[at]);
        return rows.ToAppend(before, decision.State, epoch, consumed, snapshots ? SnapshotOf(before, decision.State) : null);
    }

    public static RunProjection Project(RunState state)
    {
        var created = state.Created!;
        var held = state.End is null && RunStatus.IsHeld(state);
        return new RunProjection(
            created.Workflow,
            created.Version,
            RunStatus.Of(state),
            state.End is not null,
            state.End is null && RunStatus.IsActive(state),
            held && !state.Paused,
            Pending.NextDue(state),
            state.CreatedAt,
            state.StartedAt,
            state.EndedAt,
            created.Trigger.Kind,
            created.Trigger.Name,
            created.Trigger.By,
            created.Reason,
            created.Parent?.RootRunId ?? created.RunId,
            created.Parent?.RunId,
            state.End is { HandledFailures: true });
    }

    /// <summary>The interval doubles with the history: at a fixed one the work would grow with the square of its length.</summary>
    internal static bool KeepsSnapshot(long before, long after)
    {
        var interval = (long)SnapshotInterval << BitOperations.Log2((ulong)Math.Max(1, after / (SnapshotInterval * LoadedShare)));
        return after / interval > before / interval;
    }

    private static byte[]? SnapshotOf(RunState before, RunState after) =>
        after.End is null && KeepsSnapshot(before.Sequence, after.Sequence) ? StateCodec.Write(after) : null;

    private sealed class Rows(CompiledWorkflow workflow, int count)
    {
        private readonly List<NewEvent> events = new(count);

        // Most appends have none of these.
        private List<LeaseAsk>? takes;
        private List<LeaseAsk>? waits;
        private List<LeaseAsk>? releases;
        private List<OutgoingMessage>? outgoing;
        private List<string>? targets;
        private List<ApprovalAsk>? approvals;
        private List<string>? decided;

        public void Add(RunState before, RunEvent recorded)
        {
            events.Add(new(EventCodec.NameOf(recorded), EventCodec.CurrentVersion, recorded.At, EventCodec.Write(recorded)));
            foreach (var lease in Leases.Of(workflow, before, recorded)) AddLease(before, lease);
            switch (recorded)
            {
                case TargetsSelected e:
                    (targets ??= []).AddRange(e.Targets.Select(t => t.Id));
                    break;
                case ApprovalRequested e:
                    (approvals ??= []).Add(new(e.Path, e.Message, e.By, e.At, e.Expires));
                    break;
                case ApprovalDecided e:
                    (decided ??= []).Add(e.Path);
                    break;
                case StepSettled e when before.Steps[e.Path].Approval is not null:
                    (decided ??= []).Add(e.Path);
                    break;
                default:
                    AddMessages(before, recorded);
                    break;
            }
        }

        public RunAppend ToAppend(RunState before, RunState after, long epoch, IReadOnlyList<string> consumed, byte[]? snapshot) => new()
        {
            RunId = after.Created!.RunId,
            Epoch = epoch,
            After = before.Sequence,
            Events = events,
            Projection = Project(after),
            Leases = takes ?? [],
            LeaseWaits = waits ?? [],
            Releases = releases ?? [],
            Consumed = consumed,
            Outgoing = outgoing ?? [],
            Targets = targets ?? [],
            Approvals = approvals ?? [],
            ApprovalsSettled = decided ?? [],
            Snapshot = snapshot,
        };

        private void AddLease(RunState before, LeaseChange change)
        {
            var run = before.Created!.RunId;
            var root = change.IsPlace ? run : before.Created.Parent?.RootRunId ?? run;
            var ask = new LeaseAsk(change.TargetId, change.TargetName, root, change.Unit);
            switch (change.Kind)
            {
                case LeaseChangeKind.Take: (takes ??= []).Add(ask); break;
                case LeaseChangeKind.Wait: (waits ??= []).Add(ask); break;
                default: (releases ??= []).Add(ask); break;
            }
        }

        private void AddMessages(RunState before, RunEvent recorded)
        {
            switch (recorded)
            {
                case RunEnded e when before.Created!.Parent is { } parent:
                    var data = new InboxCodec.ChildData(parent.Path, before.Created.RunId, e.Status, e.Outputs, e.Error);
                    (outgoing ??= []).Add(new(parent.RunId, InboxCodec.Write($"child:{before.Created.RunId}", InboxCodec.ChildEnded, data, e.At)));
                    break;
                case RunPaused e:
                    ToChildren(before, "", InboxCodec.Pause, new(e.By, null), e.At);
                    break;
                case RunResumed e:
                    ToChildren(before, "", InboxCodec.Resume, new(e.By, null), e.At);
                    break;
                case ScopeEnding e:
                    ToChildren(before, e.Frame, InboxCodec.Cancel, new(null, e.Error?.Message ?? "The run that started it is ending."), e.At);
                    break;
            }
        }

        /// <summary>Cancel and pause go on to the runs that this one waits for (rule 11).</summary>
        private void ToChildren(RunState before, string frame, string type, InboxCodec.PersonData data, DateTimeOffset at)
        {
            foreach (var path in before.Active)
            {
                if (before.Steps[path].Child is not { } child || !Paths.IsWithin(path, frame)) continue;
                (outgoing ??= []).Add(new(child.ChildRunId, InboxCodec.Write($"parent:{type}:{before.Sequence}", type, data, at)));
            }
        }
    }
}
