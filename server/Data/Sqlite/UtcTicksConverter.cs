using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Runbooks.Server.Data.Sqlite;

/// <summary>SQLite has no type for a moment and cannot compare the text that EF would write: the UTC ticks compare, and lose nothing.</summary>
internal sealed class UtcTicksConverter() : ValueConverter<DateTimeOffset, long>(
    moment => moment.UtcTicks,
    ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
