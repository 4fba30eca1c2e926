using Jint.Runtime;

namespace Runbooks.Workflows.Expressions;

/// <summary>Reads dates, in UTC where they do not say, but does not tell the time: a result must not depend on when it was computed.</summary>
internal sealed class NoClock : ITimeSystem
{
    private static readonly DefaultTimeSystem Dates = new(TimeZoneInfo.Utc, System.Globalization.CultureInfo.InvariantCulture);

    public TimeZoneInfo DefaultTimeZone => TimeZoneInfo.Utc;

    public DateTimeOffset GetUtcNow() =>
        throw new ExpressionException("", "the current time is not available; use now, the time of the event, as in new Date(now)");

    public bool TryParse(string date, out long epochMilliseconds) => Dates.TryParse(date, out epochMilliseconds);

    public TimeSpan GetUtcOffset(long epochMilliseconds) => TimeSpan.Zero;
}
