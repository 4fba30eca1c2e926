using System.Text.Json;

namespace Runbooks.Activities;

/// <summary>How a unit (step × target) ended, short of failing, which is thrown.</summary>
public abstract record ActivityResult
{
    private ActivityResult()
    {
    }

    /// <summary>The work is done.</summary>
    /// <param name="Outcome">The exit that the step takes; for a target activity always <c>done</c>.</param>
    /// <param name="Output">What later steps can read. Of a target activity: an object with lists, which are joined over all targets into
    /// those of the step's output.</param>
    /// <param name="Message">One sentence for the targets table.</param>
    public sealed record Done(string Outcome = "done", JsonElement? Output = null, string? Message = null) : ActivityResult;

    /// <summary>There was nothing to do for this target, and why.</summary>
    public sealed record Skipped(string Message) : ActivityResult;

    /// <summary>Goes on later, across restarts: the unit is executed again at <paramref name="Until"/> with <paramref name="State"/>
    /// in <see cref="ActivityContext.DeferredState"/>. It does not count as an attempt.</summary>
    public sealed record Deferred(DateTimeOffset Until, JsonElement State, string Message) : ActivityResult;
}
