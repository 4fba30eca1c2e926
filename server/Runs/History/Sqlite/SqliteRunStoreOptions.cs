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
    /// as the run rows, are then copied once for many commits.</summary>
    internal string[] Pragmas { get; init; } =
    [
        "busy_timeout = 5000",
        "journal_mode = WAL",
        "synchronous = FULL",
        "wal_autocheckpoint = 4000",
        "journal_size_limit = 67108864",
        "cache_size = -16384",
    ];
}
