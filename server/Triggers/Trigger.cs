using System.Text.Json;
using Runbooks.Activities;

namespace Runbooks.Server.Triggers;

/// <summary>What starts a workflow without a person.</summary>
/// <param name="Id">A slug, made of the name unless given. It cannot be changed.</param>
/// <param name="Workflow">What it starts: always the newest published version.</param>
/// <param name="Type">The name of a <see cref="ITriggerType"/>.</param>
/// <param name="Enabled">What it would fire while it is not is not made up for.</param>
/// <param name="Pause">Who stopped it, and why; null while it is enabled.</param>
/// <param name="Inputs">An object; its texts may carry <c>${ … }</c> over what made it fire.</param>
/// <param name="Settings">The members of its type, without secrets.</param>
/// <param name="EnabledAt">Since when it fires: what was before is none of its affair.</param>
/// <param name="Revision">Raised by each change: the ETag.</param>
public sealed record Trigger(
    string Id,
    string Name,
    string Workflow,
    string Type,
    bool Enabled,
    TriggerPause? Pause,
    TriggerAction Action,
    JsonElement Inputs,
    JsonElement Settings,
    DateTimeOffset EnabledAt,
    int Revision,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string UpdatedBy)
{
    /// <summary>Null where it was made by itself.</summary>
    public TriggerOrigin? Origin { get; init; }

    /// <summary>The members of its type, as their record.</summary>
    public T Read<T>()
        where T : class => Settings.Deserialize<T>(ActivityJson.Options)!;
}

/// <summary>Where a trigger comes from that a definition carries: there it is changed, and nowhere else.</summary>
/// <param name="Version">The version that last set it.</param>
public sealed record TriggerOrigin(string Workflow, int Version);

/// <summary>What a trigger does when it fires.</summary>
public enum TriggerAction
{
    /// <summary>Starts the workflow.</summary>
    Start,

    /// <summary>Keeps the firing, with its inputs, until a person starts it or dismisses it.</summary>
    Recommend,
}

public sealed record TriggerPause(DateTimeOffset At, string By, string? Reason);
