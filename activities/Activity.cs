using System.Text.Json;

namespace Runbooks.Activities;

/// <summary>An activity without targets: one unit.</summary>
public abstract class Activity<TInput, TOutput> : IActivity
    where TInput : class
    where TOutput : class
{
    public Type InputType => typeof(TInput);

    public Type OutputType => typeof(TOutput);

    public async Task<ActivityResult> ExecuteAsync(JsonElement input, ActivityContext context, CancellationToken cancellation)
    {
        var (outcome, output, message) = await ExecuteAsync(ActivityJson.Read<TInput>(input), context, cancellation);
        return new ActivityResult.Done(outcome, ActivityJson.Write(output), message);
    }

    protected abstract Task<Ending> ExecuteAsync(TInput input, ActivityContext context, CancellationToken cancellation);

    /// <summary>The exit taken, and what later steps can read.</summary>
    protected sealed record Ending(string Outcome, TOutput Output, string? Message = null);
}
