using Runbooks.Workflows.Execution;

namespace Runbooks.Server.Runs.Execution;

/// <summary>A command that is being carried out.</summary>
internal sealed class RunningCommand(RunCommand command) : IDisposable
{
    private readonly CancellationTokenSource cancel = new();

    private volatile bool ended;

    public RunCommand Command { get; } = command;

    /// <summary>The run was cancelled: ask the other side to stop.</summary>
    public CancellationToken Cancelled => cancel.Token;

    public bool Ended
    {
        get => ended;
        set => ended = value;
    }

    public void Cancel()
    {
        if (!ended && !cancel.IsCancellationRequested) cancel.Cancel();
    }

    public void Dispose() => cancel.Dispose();
}
