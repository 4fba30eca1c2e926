using System.Text.Json;

namespace Runbooks.Server.Workflows;

/// <param name="ETag">Of the draft: what a save is conditional on.</param>
/// <param name="Changed">Whether the draft differs from what is published.</param>
/// <param name="Pause">Why nothing starts it; null where it is not paused.</param>
internal sealed record WorkflowSummary(
    string Id,
    string? Name,
    string? Description,
    int? PublishedVersion,
    bool Changed,
    bool Paused,
    WorkflowPause? Pause,
    string ETag,
    DateTimeOffset UpdatedAt,
    string UpdatedBy)
{
    public static WorkflowSummary Of(WorkflowEntity workflow) => new(
        workflow.Id,
        workflow.Name,
        workflow.Description,
        workflow.PublishedVersion,
        workflow.PublishedRevision != workflow.Revision,
        workflow.Pause is not null,
        workflow.Pause,
        ETags.Of(workflow),
        workflow.UpdatedAt,
        workflow.UpdatedBy);
}

/// <param name="Version">The version that <paramref name="Definition"/> is; null where that is the draft, because nothing is published.</param>
internal sealed record Workflow(
    string Id,
    string? Name,
    string? Description,
    int? PublishedVersion,
    int? Version,
    JsonElement Definition,
    JsonElement Draft,
    bool Changed,
    bool Paused,
    WorkflowPause? Pause,
    string ETag,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string UpdatedBy)
{
    public static Workflow Of(WorkflowEntity workflow, WorkflowVersionEntity? shown)
    {
        var draft = JsonElement.Parse(workflow.Draft);
        return new(
            workflow.Id,
            workflow.Name,
            workflow.Description,
            workflow.PublishedVersion,
            shown?.Version,
            shown is null ? draft : JsonElement.Parse(shown.Definition),
            draft,
            workflow.PublishedRevision != workflow.Revision,
            workflow.Pause is not null,
            workflow.Pause,
            ETags.Of(workflow),
            workflow.CreatedAt,
            workflow.UpdatedAt,
            workflow.UpdatedBy);
    }
}
