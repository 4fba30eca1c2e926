using System.Reflection;

namespace Runbooks.Workflows.Flow;

/// <summary>The steps that the interpreter knows.</summary>
public static class FlowSteps
{
    /// <summary>Where the catalogue finds them.</summary>
    public static Assembly Assembly => typeof(FlowSteps).Assembly;

    public static bool IsFlow(string activity) => activity.StartsWith("flow.", StringComparison.Ordinal);

    /// <summary>Whether steps of the activity hold steps of their own.</summary>
    public static bool IsContainer(string activity) => activity is "flow.for-each" or "flow.repeat" or "flow.scope";
}
