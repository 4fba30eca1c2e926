using System.Text.Json;
using Runbooks.Activities;
using Runbooks.Server.Runs.History;
using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.Events;

namespace Runbooks.Server.Runs.Execution;

/// <summary>Messages in a run's inbox, as rows and as inputs of the core.</summary>
internal static class InboxCodec
{
    public const string Admitted = "admitted";
    public const string LeaseGranted = "lease-granted";
    public const string AutomationStarted = "automation-started";
    public const string Signal = "signal";
    public const string Decision = "decision";
    public const string ChildEnded = "child-ended";
    public const string Pause = "pause";
    public const string Resume = "resume";
    public const string Cancel = "cancel";
    public const string RollBack = "roll-back";

    public static InboxMessage Write(string id, string type, object data, DateTimeOffset at) =>
        new(id, type, JsonSerializer.Serialize(data, ActivityJson.Options), at);

    /// <summary>Null: a type that this release does not know; it stays in the inbox for one that does.</summary>
    public static RunInput? Read(InboxMessage message) => message.Type switch
    {
        Admitted => new RunInput.Admitted(),
        AutomationStarted => new RunInput.AutomationStarted(),
        LeaseGranted => Read<GrantData>(message) is var grant ? new RunInput.LeaseGranted(grant.Unit, grant.Target) : null,
        Signal => Read<SignalData>(message) is var signal ? new RunInput.Signal(message.Id, signal.Name, signal.Payload) : null,
        Decision => Read<DecisionData>(message) is var vote ? new RunInput.Decided(vote.Path, vote.Approved, vote.By, vote.Reason) : null,
        ChildEnded => Read<ChildData>(message) is var child
            ? new RunInput.ChildEnded(child.Path, child.RunId, child.Status, child.Outputs, child.Error)
            : null,
        Pause => new RunInput.Pause(Read<PersonData>(message).By),
        Resume => new RunInput.Resume(Read<PersonData>(message).By),
        Cancel => Read<PersonData>(message) is var person ? new RunInput.Cancel(person.By, person.Reason) : null,
        RollBack => Read<PersonData>(message) is var asking ? new RunInput.RollBack(asking.By, asking.Reason) : null,
        _ => null,
    };

    private static T Read<T>(InboxMessage message)
        where T : class =>
        JsonSerializer.Deserialize<T>(message.Data, ActivityJson.Options) ?? throw new JsonException($"An inbox message of type {message.Type} is null.");

    public sealed record GrantData(string Unit, string Target);

    public sealed record SignalData(string Name, JsonElement? Payload = null);

    public sealed record DecisionData(string Path, bool Approved, string? By = null, string? Reason = null);

    public sealed record ChildData(string Path, string RunId, RunEnd Status, JsonElement? Outputs = null, RunError? Error = null);

    public sealed record PersonData(string? By = null, string? Reason = null);
}
