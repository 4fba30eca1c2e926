using Runbooks.Activities;

namespace Runbooks.Workflows.Flow;

/// <summary>Waits for a while. Costs nothing meanwhile, and goes on after restarts.</summary>
[Activity("flow.delay", Effect.Read, Title = "Delay", Group = "Flow")]
public sealed class Delay : FlowActivity<Delay.Input, NoOutput>
{
    public sealed record Input
    {
        /// <summary>How long.</summary>
        public required TimeSpan For { get; init; }
    }
}
