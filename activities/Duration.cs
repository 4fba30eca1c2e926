using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using System.Xml;

namespace Runbooks.Activities;

/// <summary>Durations as text: ISO 8601 (<c>PT5M</c>, <c>P14D</c>) or the short forms <c>30s</c>, <c>5m</c>, <c>2h</c>, <c>14d</c>, <c>1h30m</c>.</summary>
public static partial class Duration
{
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = default;
        if (string.IsNullOrEmpty(text)) return false;
        if (text[0] is 'P') return TryParseIso(text, out duration);
        return ShortForm().IsMatch(text) && TryParseShort(text, out duration);
    }

    /// <exception cref="FormatException">The text is neither form.</exception>
    public static TimeSpan Parse(string text) =>
        TryParse(text, out var duration) ? duration : throw new FormatException($"'{text}' is not a duration; write PT5M or 5m.");

    /// <summary>The ISO 8601 form, in which definitions and answers carry durations.</summary>
    public static string ToIso(TimeSpan duration) => XmlConvert.ToString(duration);

    /// <summary>For people: <c>2 min</c>, <c>1 h 04 min</c>, <c>14 d</c>.</summary>
    public static string ToWords(TimeSpan duration)
    {
        if (duration < TimeSpan.FromMinutes(1)) return string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.#} s");
        if (duration.Seconds != 0 && duration < TimeSpan.FromHours(1)) return $"{duration.Minutes} min {duration.Seconds:00} s";
        if (duration < TimeSpan.FromHours(1)) return $"{duration.Minutes} min";
        if (duration < TimeSpan.FromDays(1)) return duration.Minutes == 0 ? $"{duration.Hours} h" : $"{duration.Hours} h {duration.Minutes:00} min";
        return duration.Hours == 0 ? $"{duration.Days} d" : $"{duration.Days} d {duration.Hours} h";
    }

    private static bool TryParseShort(string text, out TimeSpan duration)
    {
        duration = default;
        try
        {
            foreach (Match part in ShortPart().Matches(text))
            {
                var amount = double.Parse(part.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
                duration += part.Groups[2].Value switch
                {
                    "ms" => TimeSpan.FromMilliseconds(amount),
                    "s" => TimeSpan.FromSeconds(amount),
                    "m" => TimeSpan.FromMinutes(amount),
                    "h" => TimeSpan.FromHours(amount),
                    _ => TimeSpan.FromDays(amount),
                };
            }

            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    private static bool TryParseIso(string text, out TimeSpan duration)
    {
        try
        {
            // Years and months have no fixed length: refused rather than guessed.
            duration = default;
            if (CalendarPart().IsMatch(text)) return false;
            if (Weeks().Match(text) is { Success: true } weeks)
            {
                duration = TimeSpan.FromDays(7 * int.Parse(weeks.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
                return true;
            }

            duration = XmlConvert.ToTimeSpan(text);
            return true;
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            duration = default;
            return false;
        }
    }

    [GeneratedRegex(@"^([0-9]+(\.[0-9]+)?(ms|s|m|h|d))+\z")]
    private static partial Regex ShortForm();

    [GeneratedRegex(@"([0-9]+(?:\.[0-9]+)?)(ms|s|m|h|d)")]
    private static partial Regex ShortPart();

    [GeneratedRegex(@"^P[^T]*[YM]")]
    private static partial Regex CalendarPart();

    [GeneratedRegex(@"^P([0-9]{1,4})W\z")]
    private static partial Regex Weeks();
}

internal sealed class DurationConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Duration.TryParse(reader.GetString(), out var duration)
            ? duration
            : throw new JsonException("a duration is written PT5M or 5m");

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Duration.ToIso(value));
}
