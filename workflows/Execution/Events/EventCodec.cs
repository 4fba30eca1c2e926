using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Runbooks.Workflows.Execution.Events;

/// <summary>Events as they are stored: a type name, a version of its shape, and JSON. Names and shapes are kept for ever; a changed shape
/// gets a new version here, and the old one is still read.</summary>
public static class EventCodec
{
    public const int CurrentVersion = 1;

    private static readonly FrozenDictionary<string, JsonTypeInfo> ByName;

    private static readonly FrozenDictionary<Type, (string Name, JsonTypeInfo Info)> ByType;

    static EventCodec()
    {
        var json = EventJson.Default;
        (string, JsonTypeInfo)[] known =
        [
            ("run.created", json.RunCreated),
            ("run.admitted", json.RunAdmitted),
            ("run.paused", json.RunPaused),
            ("run.resumed", json.RunResumed),
            ("run.cancel-requested", json.RunCancelRequested),
            ("run.ended", json.RunEnded),
            ("scope.ending", json.ScopeEnding),
            ("step.started", json.StepStarted),
            ("step.settled", json.StepSettled),
            ("step.skipped", json.StepSkipped),
            ("step.taken-over", json.StepTakenOver),
            ("targets.selected", json.TargetsSelected),
            ("approval.requested", json.ApprovalRequested),
            ("approval.decided", json.ApprovalDecided),
            ("variable.set", json.VariableSet),
            ("iteration.started", json.IterationStarted),
            ("iteration.settled", json.IterationSettled),
            ("signal.received", json.SignalReceived),
            ("signal.consumed", json.SignalConsumed),
            ("child.started", json.ChildStarted),
            ("unit.started", json.UnitStarted),
            ("unit.waiting", json.UnitWaiting),
            ("unit.held", json.UnitHeld),
            ("unit.retrying", json.UnitRetrying),
            ("unit.deferred", json.UnitDeferred),
            ("unit.settled", json.UnitSettled),
            ("operation.intended", json.OperationIntended),
            ("operation.started", json.OperationStarted),
            ("operation.settled", json.OperationSettled),
            ("roll-back.requested", json.RollBackRequested),
            ("roll-back.started", json.RollBackStarted),
            ("undo.started", json.UndoStarted),
            ("undo.settled", json.UndoSettled),
            ("undo.inherited", json.UndoInherited),
            ("undo.handed-on", json.UndoHandedOn),
        ];
        ByName = known.ToFrozenDictionary(e => e.Item1, e => e.Item2);
        ByType = known.ToFrozenDictionary(e => e.Item2.Type, e => e);
    }

    /// <summary>All types of events that this release knows.</summary>
    public static IReadOnlyCollection<string> Names => ByName.Keys;

    public static bool Knows(string type, int version) => version <= CurrentVersion && ByName.ContainsKey(type);

    public static string NameOf(RunEvent recorded) => ByType[recorded.GetType()].Name;

    public static byte[] Write(RunEvent recorded) => JsonSerializer.SerializeToUtf8Bytes(recorded, ByType[recorded.GetType()].Info);

    /// <exception cref="UnknownEventException">A newer release wrote it; the run must be let go of untouched.</exception>
    public static RunEvent Read(string type, int version, DateTimeOffset at, ReadOnlySpan<byte> data)
    {
        if (!Knows(type, version)) throw new UnknownEventException(type, version);
        return (RunEvent)JsonSerializer.Deserialize(data, ByName[type])! with { At = at };
    }
}

/// <summary>The history holds an event that this release does not know.</summary>
public sealed class UnknownEventException(string type, int version)
    : Exception($"The history holds an event '{type}' (version {version}) that this release does not know. Run a release that is at least as new as the one that wrote it.");

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(RunCreated))]
[JsonSerializable(typeof(RunAdmitted))]
[JsonSerializable(typeof(RunPaused))]
[JsonSerializable(typeof(RunResumed))]
[JsonSerializable(typeof(RunCancelRequested))]
[JsonSerializable(typeof(RunEnded))]
[JsonSerializable(typeof(ScopeEnding))]
[JsonSerializable(typeof(StepStarted))]
[JsonSerializable(typeof(StepSettled))]
[JsonSerializable(typeof(StepSkipped))]
[JsonSerializable(typeof(StepTakenOver))]
[JsonSerializable(typeof(TargetsSelected))]
[JsonSerializable(typeof(ApprovalRequested))]
[JsonSerializable(typeof(ApprovalDecided))]
[JsonSerializable(typeof(VariableSet))]
[JsonSerializable(typeof(IterationStarted))]
[JsonSerializable(typeof(IterationSettled))]
[JsonSerializable(typeof(SignalReceived))]
[JsonSerializable(typeof(SignalConsumed))]
[JsonSerializable(typeof(ChildStarted))]
[JsonSerializable(typeof(UnitStarted))]
[JsonSerializable(typeof(UnitWaiting))]
[JsonSerializable(typeof(UnitHeld))]
[JsonSerializable(typeof(UnitRetrying))]
[JsonSerializable(typeof(UnitDeferred))]
[JsonSerializable(typeof(UnitSettled))]
[JsonSerializable(typeof(OperationIntended))]
[JsonSerializable(typeof(OperationStarted))]
[JsonSerializable(typeof(OperationSettled))]
[JsonSerializable(typeof(RollBackRequested))]
[JsonSerializable(typeof(RollBackStarted))]
[JsonSerializable(typeof(UndoStarted))]
[JsonSerializable(typeof(UndoSettled))]
[JsonSerializable(typeof(UndoInherited))]
[JsonSerializable(typeof(UndoHandedOn))]
internal sealed partial class EventJson : JsonSerializerContext;
