using Runbooks.Server.Http;

namespace Runbooks.Server.Workflows;

/// <summary>The tag of a draft is its revision.</summary>
internal static class ETags
{
    public static string Of(WorkflowEntity workflow) => Tags.Of(workflow.Revision);

    /// <summary>Whether the caller's condition holds: none given, any draft, or this one.</summary>
    /// <param name="workflow">Null where there is none.</param>
    public static bool Holds(HttpRequest request, WorkflowEntity? workflow) => Tags.Hold(request, workflow?.Revision);
}
