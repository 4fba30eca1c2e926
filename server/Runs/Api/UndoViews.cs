using System.Text.Json;
using Runbooks.Server.Runs.Units;
using Runbooks.Workflows.Execution.Events;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Server.Runs.Api;

/// <summary>Shows roll-backs in the API's words.</summary>
internal static class UndoViews
{
    public static RollBackDetail? Of(RunState state, RunProgress progress)
    {
        if (state.RollBack is not { } rollBack) return null;
        var numbers = rollBack.Order.Concat(state.Undone.Keys).Distinct().OrderDescending();
        return new RollBackDetail(
            rollBack.By, rollBack.Reason, rollBack.Since, rollBack.After, ErrorOf(rollBack.Error), [.. numbers.Select(number => Show(state, number, progress))]);
    }

    private static UndoDetail Show(RunState state, int number, RunProgress progress)
    {
        var unit = state.RollBack!.Units.GetValueOrDefault(number);
        // What was left by the roll-back before is tried again.
        if (state.Undone.GetValueOrDefault(number) is { } over && (unit is { Status: not null } || !state.RollBack.Order.Contains(number)))
            return new(over.Path, over.Target.Id, over.Target.Name, Name(over.Status), over.Message, ErrorOf(over.Error), null, over.At);
        var undo = state.Undo[number];
        var waiting = unit is null ? null : Waits.Of(unit);
        var status = unit is null ? "pending" : waiting is null ? "running" : "waiting";
        var now = status == "running" ? progress.Find(state.Created!.RunId, undo.Path, undo.Target.Id) : null;
        return new(undo.Path, undo.Target.Id, undo.Target.Name, status, now?.Message ?? waiting?.Message, ErrorOf(unit?.Error), waiting, null);
    }

    private static ErrorDetail? ErrorOf(RunError? error) => error is null ? null : new(error.Code, error.Message);

    private static string Name(Settled settled) => JsonNamingPolicy.KebabCaseLower.ConvertName(settled.ToString());
}
