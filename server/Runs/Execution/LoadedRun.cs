using Runbooks.Workflows.Execution;
using Runbooks.Workflows.Execution.State;

namespace Runbooks.Server.Runs.Execution;

/// <summary>A run in memory: its workflow, its state as committed, and the epoch of this process's claim on it.</summary>
public sealed record LoadedRun(CompiledWorkflow Workflow, RunState State, long Epoch);
