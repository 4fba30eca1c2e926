using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Connections.Settings;
using Runbooks.Server.Data;
using Runbooks.Server.Http;
using Runbooks.Workflows.Definitions;

namespace Runbooks.Server.Triggers;

/// <summary>Makes a trigger of what was sent, or says everything that is wrong with it, each with its place.</summary>
internal sealed partial class TriggerCheck(
    TriggerTypes types, TriggerRegistry registry, IDbContextFactory<RunbooksDbContext> contexts, TimeProvider time)
{
    /// <summary>What was found.</summary>
    /// <param name="Trigger">Null where there are errors.</param>
    public sealed record Answer(Trigger? Trigger, IReadOnlyDictionary<string, string?> Secrets, IReadOnlyList<ProblemError> Errors);

    /// <summary>How a definition carries a trigger.</summary>
    /// <param name="Definition">Null as long as it cannot be read.</param>
    /// <param name="Replaces">Triggers that go with the same publishing.</param>
    public sealed record CarriedTrigger(TriggerOrigin Origin, WorkflowDefinition? Definition, Func<Trigger, bool> Replaces);

    /// <param name="present">The trigger that is changed; null for a new one.</param>
    /// <param name="carried">The definition that carries it and is about to be published; null where none does.</param>
    public async Task<Answer> CheckAsync(
        JsonElement body, Trigger? present, string who, CancellationToken cancellation, CarriedTrigger? carried = null)
    {
        var document = TriggerDocument.Read(body);
        var errors = document.Errors;
        if (errors.Count > 0) return new Answer(null, None, errors);
        var type = CheckType(document, present, errors);
        CheckName(document, present, carried, errors);
        var id = present?.Id ?? document.Id ?? FreeId(document.Name ?? "");
        if (!IdPattern().IsMatch(id)) errors.Add(new ProblemError("/id", "An id has 1 to 63 small letters, digits, '.', '_' or '-', and begins with a letter or digit."));
        await CheckWorkflowAsync(document, type, carried, errors, cancellation);
        var part = await CheckPartAsync(document, type, present, errors, cancellation);
        var (enabled, action, inputs) = (EnabledOf(document, present, carried), document.Action ?? TriggerAction.Start, document.Inputs);
        if (errors.Count > 0) return new Answer(null, None, errors);
        var now = time.GetUtcNow();
        var pause = enabled ? null : present?.Pause ?? new TriggerPause(now, who, null);
        return new Answer(
            new Trigger(
                id, document.Name!, document.Workflow!, type!.Name, enabled, pause, action, inputs.Clone(), part.Settings, present is { Enabled: true } ? present.EnabledAt : now, (present?.Revision ?? 0) + 1,
                present?.CreatedAt ?? now, now, who)
            {
                Origin = carried?.Origin,
            },
            part.Secrets,
            []);
    }

    private static Dictionary<string, string?> None => [];

    private ITriggerType? CheckType(TriggerDocument document, Trigger? present, List<ProblemError> errors)
    {
        var name = document.Type ?? present?.Type;
        if (name is null) errors.Add(new ProblemError("/type", "Required and missing."));
        else if (present is not null && name != present.Type)
            errors.Add(new ProblemError("/type", $"The type of a trigger cannot be changed from '{present.Type}'. Make another trigger, and delete this one."));
        else if (types.Find(name) is { } type) return type;
        else errors.Add(new ProblemError("/type", $"There is no type of trigger '{name}'. There are: {string.Join(", ", types.All.Select(known => known.Name))}."));
        return null;
    }

    /// <summary>What somebody has paused stays so when its definition is published again.</summary>
    private static bool EnabledOf(TriggerDocument document, Trigger? present, CarriedTrigger? carried) =>
        carried is null || present is null ? document.Enabled ?? true : present.Enabled && document.Enabled != false;

    private void CheckName(TriggerDocument document, Trigger? present, CarriedTrigger? carried, List<ProblemError> errors)
    {
        if (document.Name is null) errors.Add(new ProblemError("/name", "Required and missing."));
        else if (document.Name is { Length: 0 or > 100 }) errors.Add(new ProblemError("/name", "A name has 1 to 100 characters."));
        else if (registry.All.Any(other => other.Id != present?.Id && carried?.Replaces(other) != true && other.Name.Equals(document.Name, StringComparison.OrdinalIgnoreCase)))
            errors.Add(new ProblemError("/name", "Taken."));
        if (present is not null && document.Id is { } id && id != present.Id) errors.Add(new ProblemError("/id", "The id of a trigger cannot be changed."));
        if (present is null && document.Id is { } wanted && registry.Find(wanted) is { } other && carried?.Replaces(other) != true) errors.Add(new ProblemError("/id", "Taken."));
    }

    private async Task CheckWorkflowAsync(
        TriggerDocument document, ITriggerType? type, CarriedTrigger? carried, List<ProblemError> errors, CancellationToken cancellation)
    {
        if (document.Workflow is not { } workflow)
        {
            errors.Add(new ProblemError("/workflow", "Required and missing."));
            return;
        }

        var (exists, definition) = carried is null ? await FindAsync(workflow, cancellation) : (true, carried.Definition);
        if (!exists) errors.Add(new ProblemError("/workflow", $"There is no workflow '{workflow}'."));
        if (type is not null)
            errors.AddRange(TriggerInputs.Check(definition, document.Inputs, type.Names).Select(problem => new ProblemError("/inputs" + problem.Path, problem.Message)));
    }

    private static async Task<TriggerPart> CheckPartAsync(
        TriggerDocument document, ITriggerType? type, Trigger? present, List<ProblemError> errors, CancellationToken cancellation)
    {
        if (type is null) return new TriggerPart(default);
        var shown = present is null ? [] : (await type.ViewAsync(present, cancellation)).Keys;
        var settings = document.Settings(shown);
        var misfits = SettingsCheck.Check(settings, type.SettingsType, "");
        errors.AddRange(misfits);
        if (misfits.Count > 0) return new TriggerPart(default);
        var part = await type.CheckAsync(settings, present, cancellation);
        errors.AddRange(part.Problems);
        return part;
    }

    /// <summary>The newest published version, else the draft as far as it can be read: what is not published yet may be by then.</summary>
    private async Task<(bool Exists, WorkflowDefinition? Definition)> FindAsync(string id, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.Workflows.AsNoTracking().SingleOrDefaultAsync(workflow => workflow.Id == id, cancellation) is not { } workflow) return (false, null);
        var published = await db.WorkflowVersions.AsNoTracking()
            .SingleOrDefaultAsync(version => version.Workflow == id && version.Version == workflow.PublishedVersion, cancellation);
        return (true, DefinitionReader.Read(published?.Definition ?? workflow.Draft, DocumentFormat.Json).Definition);
    }

    private string FreeId(string name)
    {
        var slug = NotInIds().Replace(name.ToLowerInvariant(), "-").Trim('-', '.', '_');
        if (slug.Length == 0) slug = "trigger";
        slug = slug[..Math.Min(slug.Length, 50)];
        return Enumerable.Range(1, int.MaxValue).Select(n => n == 1 ? slug : $"{slug}-{n}").First(id => registry.Find(id) is null);
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9._-]{0,62}\z")]
    private static partial Regex IdPattern();

    [GeneratedRegex("[^a-z0-9._-]+")]
    private static partial Regex NotInIds();
}
