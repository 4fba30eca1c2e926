using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Runbooks.Server.Audit;
using Runbooks.Server.Data;

namespace Runbooks.Server.Workflows.Drafts;

/// <param name="Yaml">The text as written, where it is YAML.</param>
internal sealed record NewDraft(string Id, JsonElement Document, string? Yaml, string By);

internal abstract record DraftResult
{
    public sealed record Saved(WorkflowEntity Workflow, bool IsNew) : DraftResult;

    /// <param name="Current">The draft of now; null where there is none.</param>
    public sealed record Outdated(WorkflowEntity? Current) : DraftResult;
}

/// <summary>Saves drafts so that of two who save at once on the same condition one wins and the other learns of it.</summary>
internal sealed class DraftStore(IDbContextFactory<RunbooksDbContext> contexts, AuditLog audit, TimeProvider time)
{
    /// <param name="holds">The caller's condition on the draft of now (null: there is none).</param>
    public async Task<DraftResult> SaveAsync(NewDraft draft, Func<WorkflowEntity?, bool> holds, CancellationToken cancellation)
    {
        // Each time that another one's save comes between, the condition is asked again: it decides who wins.
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            var known = await db.Workflows.SingleOrDefaultAsync(workflow => workflow.Id == draft.Id, cancellation);
            if (!holds(known)) return new DraftResult.Outdated(known);
            var read = known?.Revision;
            var workflow = known ?? Add(db, draft);
            Change(workflow, draft);
            audit.Stage(db, draft.By, known is null ? "workflow.make" : "workflow.save", $"workflow:{draft.Id}", new { workflow.Revision });
            try
            {
                await db.SaveChangesAsync(cancellation);
                return new DraftResult.Saved(workflow, known is null);
            }
            catch (DbUpdateException)
            {
                if (!await IsOvertakenAsync(draft.Id, read, cancellation)) throw;
            }
        }
    }

    private WorkflowEntity Add(RunbooksDbContext db, NewDraft draft)
    {
        var workflow = new WorkflowEntity
        {
            Id = draft.Id,
            Draft = "",
            Revision = 0,
            CreatedAt = time.GetUtcNow(),
            UpdatedAt = time.GetUtcNow(),
            UpdatedBy = draft.By,
        };
        db.Workflows.Add(workflow);
        return workflow;
    }

    private void Change(WorkflowEntity workflow, NewDraft draft)
    {
        workflow.Name = Text(draft.Document, "name");
        workflow.Description = Text(draft.Document, "description");
        workflow.Draft = draft.Document.GetRawText();
        workflow.DraftYaml = draft.Yaml;
        workflow.Revision++;
        workflow.UpdatedAt = time.GetUtcNow();
        workflow.UpdatedBy = draft.By;
    }

    private async Task<bool> IsOvertakenAsync(string id, int? revision, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = await db.Workflows.Where(workflow => workflow.Id == id).Select(workflow => (int?)workflow.Revision).SingleOrDefaultAsync(cancellation);
        return now != revision;
    }

    private static string? Text(JsonElement document, string name) =>
        document.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
