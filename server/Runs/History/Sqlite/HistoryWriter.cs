using Runbooks.Server.Runs.History.Sqlite.Journaling;

namespace Runbooks.Server.Runs.History.Sqlite;

/// <summary>The one thread that writes to a file. Whatever is queued while a commit waits for the disk shares the next transaction, so that the
/// cost of an fsync is divided among all that are under way.</summary>
internal sealed class HistoryWriter : IDisposable
{
    /// <summary>Bounds how long the first of a group waits for its answer.</summary>
    private const int GroupLimit = 512;

    /// <summary>Without work for so long, the journal is carried over.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(10);

    private readonly string _what;
    private readonly SqlTransactions _transactions;
    private readonly Action<string, Exception> _end;
    private readonly RunJournal? _journal;
    private readonly object _gate = new();
    private readonly Queue<WriteEntry> _queue = new();
    private readonly List<WriteEntry> _group = new(GroupLimit);
    private readonly Thread _thread;
    private Exception? _broken;
    private bool _closing;

    /// <param name="what">What is written, for people: <c>run history</c>.</param>
    /// <param name="journal">Takes part in each transaction.</param>
    public HistoryWriter(string what, SqlTransactions transactions, Action<string, Exception> end, RunJournal? journal = null)
    {
        _what = what;
        _transactions = transactions;
        _end = end;
        _journal = journal;
        _thread = new Thread(Loop) { Name = $"{what} writer", IsBackground = true };
        _thread.Start();
    }

    private bool HoldsJournal => _journal is { IsEmpty: false } && _broken is null;

    public Task<T> Write<T>(Func<T> work)
    {
        var entry = new WriteEntry<T>(work);
        lock (_gate)
        {
            if (_broken is { } broken)
                return Task.FromException<T>(broken);
            ObjectDisposedException.ThrowIf(_closing, this);
            _queue.Enqueue(entry);
            if (_queue.Count == 1)
                Monitor.Pulse(_gate);
        }
        return entry.Task;
    }

    /// <summary>Writes what is queued, then stops.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _closing = true;
            Monitor.Pulse(_gate);
        }
        _thread.Join();
    }

    private void Loop()
    {
        while (Take())
        {
            try
            {
                Commit();
            }
            catch (Exception e)
            {
                End(e);
            }
            foreach (var entry in _group)
                entry.Answer();
            _group.Clear();
        }
    }

    /// <returns>Whether there is anything to do: the group, or, where it is empty, what the journal holds.</returns>
    private bool Take()
    {
        lock (_gate)
        {
            while (_queue.Count == 0 && !_closing)
            {
                if (!Monitor.Wait(_gate, HoldsJournal ? Rest : Timeout.InfiniteTimeSpan)) break;
            }
            while (_group.Count < GroupLimit && _queue.TryDequeue(out var entry))
                _group.Add(entry);
        }
        return _group.Count > 0 || HoldsJournal;
    }

    private void Commit()
    {
        _transactions.Begin();
        if (!TryApplyAll())
        {
            _transactions.Rollback();
            _transactions.Begin();
            _journal?.Restart();
            ApplyEach();
        }
        _journal?.Complete(resting: _group.Count == 0);
        _transactions.Commit();
        _journal?.Committed();
    }

    /// <summary>The usual way, without the cost of savepoints.</summary>
    private bool TryApplyAll()
    {
        try
        {
            foreach (var entry in _group)
                entry.Apply();
            return true;
        }
        catch (Exception e) when (SqlFaults.IsOfEntry(e))
        {
            return false;
        }
    }

    /// <summary>One of the group is at fault: each gets a savepoint, so that it takes nobody with it.</summary>
    private void ApplyEach()
    {
        foreach (var entry in _group)
        {
            _transactions.Save();
            try
            {
                entry.Apply();
            }
            catch (Exception e) when (SqlFaults.IsOfEntry(e))
            {
                entry.Failure = e;
                _transactions.Undo();
            }
            _transactions.Release();
        }
    }

    /// <summary>After a failed write nobody can know what the disk holds; only a process that reads it anew does.</summary>
    private void End(Exception e)
    {
        _end(
            $"The {_what} cannot be written durably, so this process ends; nothing that it had not confirmed is relied on. "
            + $"Check space and health of the disk, then start it again: everything goes on where it was. Cause: {e.Message}",
            e);
        Break(e);
    }

    /// <summary>Where the process outlives its end (in tests), nothing is written and nothing confirmed any more.</summary>
    private void Break(Exception e)
    {
        lock (_gate)
        {
            _broken = new IOException($"The {_what} is broken; whether this was written is not known.", e);
            _group.AddRange(_queue);
            _queue.Clear();
        }
        foreach (var entry in _group)
            entry.Failure = _broken;
    }
}
