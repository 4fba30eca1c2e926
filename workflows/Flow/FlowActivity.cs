using System.Text.Json;
using Runbooks.Activities;

namespace Runbooks.Workflows.Flow;

/// <summary>Describes a step that the interpreter carries out itself, so that it stands in the catalogue with the others.</summary>
public abstract class FlowActivity<TInput, TOutput> : IActivity
    where TInput : class
    where TOutput : class
{
    public Type InputType => typeof(TInput);

    public Type OutputType => typeof(TOutput);

    /// <exception cref="InvalidOperationException">Always: flow steps have no units.</exception>
    public Task<ActivityResult> ExecuteAsync(JsonElement input, ActivityContext context, CancellationToken cancellation) =>
        throw new InvalidOperationException($"{GetType().Name} is carried out by the interpreter, not as a unit.");
}

/// <summary>The output of steps that give nothing to read.</summary>
public sealed record NoOutput;
