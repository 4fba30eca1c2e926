using System.Text.Json;

namespace Runbooks.Activities;

/// <summary>What a unit has done, from its history.</summary>
/// <param name="Before">What <see cref="IUndoable.Note"/> gave before its first change.</param>
/// <param name="Operations">Those that are not known to have failed, in their order.</param>
/// <param name="At">When the unit settled.</param>
public sealed record DoneWork(JsonElement Before, IReadOnlyList<DoneOperation> Operations, DateTimeOffset At);

/// <param name="Result">Null where there was none, or it was too large to keep.</param>
public sealed record DoneOperation(string Name, JsonElement? Result);
