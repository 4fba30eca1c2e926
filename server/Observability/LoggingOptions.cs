using Serilog.Events;

namespace Runbooks.Server.Observability;

/// <summary>Bound from <c>Runbooks:Logging</c>.</summary>
internal sealed class LoggingOptions
{
    public LogEventLevel Level { get; init; } = LogEventLevel.Information;

    /// <summary>Levels of parts of the server by the beginning of their names, such as <c>Microsoft.EntityFrameworkCore</c>.</summary>
    public Dictionary<string, LogEventLevel> Levels { get; init; } = [];

    /// <summary>Days that the log files are kept.</summary>
    public int KeepDays { get; init; } = 14;
}
