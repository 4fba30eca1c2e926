namespace Runbooks.Server.Workflows;

/// <summary>The tag of a draft is its revision.</summary>
internal static class ETags
{
    public static string Of(WorkflowEntity workflow) => $"\"{workflow.Revision}\"";

    /// <summary>Whether the caller's condition holds: none given, any draft, or this one.</summary>
    /// <param name="workflow">Null where there is none.</param>
    public static bool Holds(HttpRequest request, WorkflowEntity? workflow)
    {
        if (workflow is not null && Tags(request.Headers.IfNoneMatch).Any(tag => tag is "*" || tag == Bare(Of(workflow)))) return false;
        return Tags(request.Headers.IfMatch).ToList() is not { Count: > 0 } wanted
            || workflow is not null && wanted.Exists(tag => tag is "*" || tag == Bare(Of(workflow)));
    }

    // Tags without their quotes are understood too: a condition must not get lost because of how it is written.
    private static IEnumerable<string> Tags(Microsoft.Extensions.Primitives.StringValues header) =>
        header.SelectMany(value => (value ?? "").Split(',')).Select(Bare).Where(tag => tag.Length > 0);

    private static string Bare(string tag) => tag.Trim().Replace("W/", "", StringComparison.Ordinal).Trim('"');
}
