using Runbooks.Server.Runs.Automation;
using Runbooks.Server.Runs.History;

namespace Runbooks.Server.Runs.Execution;

/// <summary>What a run's loop works with.</summary>
/// <param name="Owner">Names this process in claims; another after each start.</param>
/// <param name="Snapshots">Whether states are kept now and then, so that long histories load quickly.</param>
public sealed record RunShell(
    string Owner,
    IRunStore Store,
    IRunRouter Router,
    WorkflowCache Workflows,
    CommandExecutor Commands,
    RunFeed Feed,
    RunFailures Failures,
    DueTimes Due,
    AutomationSwitch Automation,
    TimeProvider Time,
    bool Snapshots = true);
