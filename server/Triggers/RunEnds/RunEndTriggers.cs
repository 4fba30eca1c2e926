using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runbooks.Activities;
using Runbooks.Server.Data;
using Runbooks.Server.Http;
using Runbooks.Server.Runs.History;

namespace Runbooks.Server.Triggers.RunEnds;

/// <summary>Triggers that fire when a run ends.</summary>
internal sealed class RunEndTriggers(IDbContextFactory<RunbooksDbContext> contexts) : ITriggerType
{
    public const string TypeName = "run";

    public string Name => TypeName;

    public Type SettingsType => typeof(RunEndSettings);

    public IReadOnlyCollection<string> Names => ["trigger", "run"];

    public async ValueTask<TriggerPart> CheckAsync(JsonElement settings, Trigger? present, CancellationToken cancellation)
    {
        var read = settings.Deserialize<RunEndSettings>(ActivityJson.Options)!;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var known = await db.Workflows.AnyAsync(workflow => workflow.Id == read.Run.Workflow, cancellation);
        return new TriggerPart(JsonSerializer.SerializeToElement(read, ActivityJson.Options))
        {
            Problems = known ? [] : [new ProblemError("/run/workflow", $"There is no workflow '{read.Run.Workflow}'.")],
        };
    }

    public static bool Matches(Trigger trigger, RunProjection run)
    {
        var match = trigger.Read<RunEndSettings>().Run;
        return run.Workflow == match.Workflow
            && run.EndedAt >= trigger.EnabledAt
            && match.Status.Any(status => JsonNamingPolicy.KebabCaseLower.ConvertName(status.ToString()) == run.Status);
    }
}
