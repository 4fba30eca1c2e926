using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Runbooks.Activities;

namespace Runbooks.Workflows.Flow;

/// <summary>Waits until the run is sent a signal of this name.</summary>
/// <remarks>Signals that came before are kept, and the oldest is taken. <c>expired</c> is adverse: where no transition takes it, it fails
/// the run.</remarks>
[Activity("flow.wait-for-signal", Effect.Read, Title = "Wait for signal", Group = "Flow", Outcomes = ["received", "expired"])]
public sealed class WaitForSignal : FlowActivity<WaitForSignal.Input, WaitForSignal.Output>
{
    public sealed record Input
    {
        /// <summary>The signal's name, as in <c>POST /api/v1/runs/{id}/signals/{name}</c>.</summary>
        [StringLength(100, MinimumLength = 1)]
        public required string Name { get; init; }

        /// <summary>How long to wait; for ever where left out.</summary>
        public TimeSpan? Timeout { get; init; }
    }

    /// <param name="Payload">What was sent with the signal.</param>
    public sealed record Output(JsonElement? Payload);
}
