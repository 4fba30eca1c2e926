using System.Text.Json;
using Runbooks.Activities.Fleet;

namespace Runbooks.Activities;

/// <summary>A target activity that declares its inverse, for one target. Implement <see cref="UndoableActivity{TInput,TTarget,TBefore}"/>.</summary>
public interface IUndoable : ITargetActivity
{
    /// <summary>What undoing must know of the target before its first change; committed with the intent of that change, so that it is known
    /// after a crash too. Small: 4 KB of JSON at most. Null where the change could not be taken back.</summary>
    JsonElement? Note(JsonElement input, FleetObject target);

    /// <summary>What undoing would change, or why the target is left alone: it is no longer as the step has left it.</summary>
    /// <param name="now">The target as it is now.</param>
    UndoPlan PlanUndo(DoneWork done, FleetObject now, DateTimeOffset at);

    /// <summary>Puts the target back. Runs again after a crash or for a retry, so every change goes through
    /// <see cref="ActivityContext.OperateAsync"/>.</summary>
    Task<ActivityResult> UndoAsync(DoneWork done, ActivityContext context, CancellationToken cancellation);
}

/// <summary>What an undo would do: a change, or nothing and why.</summary>
public sealed record UndoPlan
{
    private UndoPlan(PlannedChange? change, string why, bool isRefused) => (Change, Why, IsRefused) = (change, why, isRefused);

    /// <summary>Null: the target is left alone.</summary>
    public PlannedChange? Change { get; }

    /// <summary>Why it is left alone.</summary>
    public string Why { get; }

    /// <summary>It stays as the step has left it: the run is not rolled back as a whole.</summary>
    public bool IsRefused { get; }

    public static UndoPlan Would(string summary, string before, string after) => new(new PlannedChange(summary, before, after), "", false);

    /// <summary>Nothing of the step is left that could be undone.</summary>
    public static UndoPlan LeavesAlone(string why) => new(null, why, false);

    public static UndoPlan Refuses(string why) => new(null, why, true);
}
