using System.Text.Json;
using Runbooks.Server.Data;
using Runbooks.Server.Http;

namespace Runbooks.Server.Triggers;

/// <summary>A kind of trigger: its own members, how they are checked, and what is told of it. Registered as a singleton, it is found by its
/// name. What makes it fire is its own affair; that it fired is committed through <see cref="Firings.FiringLedger"/>.</summary>
public interface ITriggerType
{
    /// <summary>As it stands in <c>type</c>: <c>schedule</c>. It is the kind of the runs' trigger too.</summary>
    string Name { get; }

    /// <summary>The record of its own members, which stand beside the common ones; its schema is served for forms.</summary>
    Type SettingsType { get; }

    /// <summary>What the expressions of the inputs may read besides <c>now</c>.</summary>
    IReadOnlyCollection<string> Names => ["trigger"];

    /// <summary>How long a start that may yet succeed is tried again.</summary>
    TimeSpan Patience => TimeSpan.FromHours(1);

    /// <summary>Whether an older firing that could not be started is given up when a newer one is there.</summary>
    bool NewestOnly(Trigger trigger) => false;

    /// <summary>Checks what the shape of <see cref="SettingsType"/> does not say. Called only where the shape fits.</summary>
    /// <param name="settings">The type's members as sent, with secrets.</param>
    /// <param name="present">The trigger that is changed; null for a new one.</param>
    ValueTask<TriggerPart> CheckAsync(JsonElement settings, Trigger? present, CancellationToken cancellation) => new(new TriggerPart(settings));

    /// <summary>Adds to the transaction that saves a change.</summary>
    /// <param name="before">Null: it is new.</param>
    /// <param name="after">Null: it is deleted.</param>
    Task StageAsync(RunbooksDbContext db, Trigger? before, Trigger? after, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>After the change was committed, and once for each trigger at the start (with no trigger before).</summary>
    void Changed(Trigger? before, Trigger? after)
    {
    }

    /// <summary>What answers show beside the members: <c>nextFireTimes</c>.</summary>
    ValueTask<IReadOnlyDictionary<string, object?>> ViewAsync(Trigger trigger, CancellationToken cancellation) =>
        new(new Dictionary<string, object?>());
}

/// <param name="Settings">What is stored: without secrets.</param>
public sealed record TriggerPart(JsonElement Settings)
{
    /// <summary>Paths are into the trigger: <c>/cron</c>.</summary>
    public IReadOnlyList<ProblemError> Problems { get; init; } = [];

    /// <summary>Kept encrypted in the trigger's scope. Null removes one; those that are not named stay as they are.</summary>
    public IReadOnlyDictionary<string, string?> Secrets { get; init; } = new Dictionary<string, string?>();
}
