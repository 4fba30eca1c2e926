using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Runbooks.Activities;
using Runbooks.Server.Alerts.Sources;
using Runbooks.Server.Audit;
using Runbooks.Server.Connections.Settings;
using Runbooks.Server.Data;
using Runbooks.Server.Http;
using Runbooks.Server.Triggers;

namespace Runbooks.Server.Alerts.Rules;

/// <summary>Triggers that fire by alerts. The source may be written whole into one: then it is made together with it.</summary>
internal sealed class AlertTriggers(AlertSourceCheck check, AlertSourceStore store, AlertSourceRegistry registry, AuditLog audit, TimeProvider time) : ITriggerType
{
    public const string TypeName = "alert";

    private const int MostUnsaved = 100;

    /// <summary>Sources that were checked with their trigger, and wait for it to be saved.</summary>
    private readonly ConcurrentDictionary<string, AlertSource> unsaved = new();

    public string Name => TypeName;

    public Type SettingsType => typeof(AlertTriggerSettings);

    public IReadOnlyCollection<string> Names => AlertScope.Names;

    public ValueTask<TriggerPart> CheckAsync(JsonElement settings, Trigger? present, CancellationToken cancellation)
    {
        var read = settings.Deserialize<AlertTriggerSettings>(ActivityJson.Options)!;
        var problems = AlertRuleReader.Check(read).Concat(CheckSource(read.Source)).ToList();
        var stored = JsonObject.Create(settings)!;
        // What it was made of is the source's own now, and its secret is not the trigger's.
        if (read.Source is { ValueKind: JsonValueKind.Object }) stored["source"] = AlertRuleReader.SourceOf(read);
        return new(new TriggerPart(JsonSerializer.SerializeToElement(stored)) { Problems = problems });
    }

    public async Task StageAsync(RunbooksDbContext db, Trigger? before, Trigger? after, CancellationToken cancellation)
    {
        if (after is null || SourceOf(after) is not { } name || !unsaved.TryGetValue(name, out var source) || registry.Find(name) is not null) return;
        await store.StageAsync(db, source, cancellation);
        audit.Stage(db, after.UpdatedBy, "alert-source.create", $"alert-source:{name}", new { Dialect = source.Dialect.Name, source.Authentication, Trigger = after.Id });
    }

    public void Changed(Trigger? before, Trigger? after)
    {
        if (after is not null && SourceOf(after) is { } name && unsaved.TryRemove(name, out var source) && registry.Find(name) is null) registry.Put(source);
    }

    public ValueTask<IReadOnlyDictionary<string, object?>> ViewAsync(Trigger trigger, CancellationToken cancellation) => new(new Dictionary<string, object?>
    {
        ["hook"] = SourceOf(trigger) is { } name ? $"/hooks/{name}" : null,
    });

    /// <summary>The source whose alerts a trigger waits for; null for any, and for triggers of other types.</summary>
    public static string? SourceOf(Trigger trigger) => trigger.Type == TypeName ? AlertRuleReader.SourceOf(trigger.Read<AlertTriggerSettings>()) : null;

    private IEnumerable<ProblemError> CheckSource(JsonElement? source)
    {
        switch (source)
        {
            case null or { ValueKind: JsonValueKind.Null }:
                return [];
            case { ValueKind: JsonValueKind.String } name:
                return registry.Find(name.GetString()!) is null
                    ? [new ProblemError("/source", $"There is no alert source '{name.GetString()}'. Make it first, or write it here as an object with name, dialect and authentication.")]
                    : [];
            case { ValueKind: JsonValueKind.Object } made:
                var misfits = SettingsCheck.Check(made, typeof(AlertSourceRequest), "/source");
                return misfits.Count > 0 ? misfits : CheckNew(made.Deserialize<AlertSourceRequest>(ActivityJson.Options)!);
            default:
                return [new ProblemError("/source", "The name of an alert source is expected here, or an object that makes one.")];
        }
    }

    private IEnumerable<ProblemError> CheckNew(AlertSourceRequest request)
    {
        var name = request.Name?.Trim() ?? "";
        var (source, errors) = check.Check(name, request, null, time.GetUtcNow());
        if (source is null) return errors.Select(error => new ProblemError("/source" + error.Path, error.Message));
        if (registry.Find(name) is { } present) return IsSame(source, present) ? [] : [new ProblemError("/source/name", $"There is an alert source '{name}' with other settings. Name it by its name alone, or choose another.")];
        if (unsaved.Count >= MostUnsaved) unsaved.Clear();
        unsaved[name] = source;
        return [];
    }

    private static bool IsSame(AlertSource one, AlertSource other) =>
        one.Dialect.Name == other.Dialect.Name && one.Authentication == other.Authentication && one.Secret == other.Secret;
}
