using System.Text.Json;

namespace Runbooks.Server.Triggers.Firings;

/// <summary>What makes a trigger fire.</summary>
/// <param name="Key">Names the cause within the trigger; the same cause fires once, however often it is told: the scheduled time, the
/// alert's episode. At most 400 characters.</param>
/// <param name="DueAt">When the cause was there.</param>
/// <param name="Summary">Why, in a sentence for people.</param>
public sealed record FiringCause(string Key, DateTimeOffset DueAt, string Summary)
{
    /// <summary>What the expressions of the inputs read, by name (<see cref="ITriggerType.Names"/>); <c>trigger</c> is added.</summary>
    public IReadOnlyDictionary<string, JsonElement> Names { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>What the summary says, for other languages.</summary>
    public FiringWording? Wording { get; init; }

    /// <summary>Kept with the firing, and shown.</summary>
    public JsonElement? Detail { get; init; }

    /// <summary>Names of the VMs or hosts that it is about.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>The run that caused it, where one did: so it is found when triggers go round in a circle.</summary>
    public string? CausedByRun { get; init; }

    /// <summary>Set where nothing must be started of it: it is kept as skipped, with this.</summary>
    public FiringEnd? Skip { get; init; }

    /// <summary>Set where it must wait for a person, whatever the trigger's action.</summary>
    public bool Recommend { get; init; }

    /// <summary>The person who fires it by hand; a paused trigger fires by hand too.</summary>
    public string? By { get; init; }

    /// <summary>The reason that the run carries; the summary unless given.</summary>
    public string? Reason { get; init; }

    /// <summary>Inputs in place of the trigger's.</summary>
    public JsonElement? Inputs { get; init; }
}

/// <summary>What a firing's sentence says.</summary>
/// <param name="Code">Dotted, with words for it in the designer.</param>
/// <param name="Parameters">What is put into the words.</param>
public sealed record FiringWording(string Code, JsonElement Parameters);

/// <summary>Why a firing started nothing.</summary>
/// <param name="Code">Dotted, with words for it in the designer.</param>
public sealed record FiringEnd(string Code, string Why);
