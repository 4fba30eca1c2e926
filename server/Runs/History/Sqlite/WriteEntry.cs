namespace Runbooks.Server.Runs.History.Sqlite;

/// <summary>One change that waits for the writer. It is answered only when its group is durable.</summary>
internal abstract class WriteEntry
{
    public Exception? Failure { get; set; }

    /// <summary>Reads and writes within the group's transaction. Repeatable: a group that is rolled back is applied again.</summary>
    public abstract void Apply();

    public abstract void Answer();
}

internal sealed class WriteEntry<T>(Func<T> work) : WriteEntry
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Task => _answer.Task;

    public override void Apply() => _result = work();

    public override void Answer()
    {
        if (Failure is { } failure)
            _answer.SetException(failure);
        else
            _answer.SetResult(_result!);
    }
}
