using Microsoft.Extensions.Logging.Abstractions;

namespace Runbooks.Server.Runs.History.Sqlite;

public sealed record SqliteRunStoreOptions
{
    public required string DataDirectory { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public ILogger Log { get; init; } = NullLogger.Instance;

    /// <summary>Ends the process when it can no longer write durably; it does not return.</summary>
    public Action<string, Exception> EndProcess { get; init; } = (message, cause) => Environment.FailFast(message, cause);

    /// <summary>FULL: every commit reaches the disk. The WAL is carried over after 16 MB instead of 4: pages that change often, such
    /// as the run rows, are then copied once for many commits. The cache is small, as what is written is at the ends of tables and
    /// indexes, and SQLite walks through all of its slots at each commit that splits a page. The page size counts for a new file only: its
    /// events of runs that go at the same time then share pages, and a commit writes fewer; a row of the journal fills one.</summary>
    internal string[] Pragmas { get; init; } =
    [
        "busy_timeout = 5000",
        "page_size = 8192",
        "journal_mode = WAL",
        "synchronous = FULL",
        "wal_autocheckpoint = 2000",
        "journal_size_limit = 67108864",
        "cache_size = -4096",
    ];
}
