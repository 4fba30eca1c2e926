using System.Globalization;

namespace Runbooks.Activities.Compute.PowerTimes;

/// <summary>Times of day as people write them: <c>07:00</c>.</summary>
public static class TimeOfDay
{
    public static bool TryParse(string text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text, ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
}
