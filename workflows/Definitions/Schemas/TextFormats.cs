using System.Globalization;
using System.Text.RegularExpressions;
using Runbooks.Activities;
using Runbooks.Activities.Compute.PowerTimes;
using Runbooks.Activities.Selectors;

namespace Runbooks.Workflows.Definitions.Schemas;

/// <summary>Checks texts of a format. A format that is not known fits.</summary>
internal static partial class TextFormats
{
    public const string DateTime = "date-time";

    public const string Date = "date";

    /// <summary>Formats that an input may have.</summary>
    public static readonly string[] OfInputs =
    [
        Formats.Duration, Formats.Cron, Formats.Email, Formats.Uri, Formats.VmSelector, Formats.HostSelector, Formats.Multiline, Formats.Connection,
        Formats.Targets, Formats.TimeOfDay, Formats.TimeZone, DateTime, Date,
    ];

    /// <returns>Why the text does not fit; null where it does.</returns>
    public static string? Check(string format, string text) => format switch
    {
        Formats.Duration when !Duration.TryParse(text, out _) => $"'{text}' is not a duration such as PT5M or 5m",
        Formats.Cron when !Cron().IsMatch(text.Trim()) => $"'{text}' is not a cron expression: five fields as Unix, six or seven as Quartz",
        Formats.Email when !text.Split(',').All(address => Email().IsMatch(address.Trim())) => $"'{text}' is not an e-mail address, or several with commas",
        Formats.Uri when !(Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https") => $"'{text}' is not an address that begins with http:// or https://",
        Formats.VmSelector => Selects(text, TargetKind.Vm),
        Formats.HostSelector => Selects(text, TargetKind.Host),
        DateTime when !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _) => $"'{text}' is not a time such as 2026-03-01T12:00:00Z",
        Date when !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) => $"'{text}' is not a date such as 2026-12-25",
        Formats.TimeOfDay when !TimeOfDay.TryParse(text, out _) => $"'{text}' is not a time of day such as 07:00",
        Formats.TimeZone when !TimeZoneNames.TryFind(text, out _) => $"'{text}' is not a time zone that this server knows; give an IANA name such as Europe/Berlin",
        _ => null,
    };

    private static string? Selects(string text, TargetKind kind)
    {
        try
        {
            Selector.Parse(text, kind);
            return null;
        }
        catch (SelectorException error)
        {
            return $"is not a selector: {error.Message} (at character {error.Position + 1})";
        }
    }

    [GeneratedRegex(@"^[0-9A-Za-z*/,\-?#]+([ \t]+[0-9A-Za-z*/,\-?#]+){4,6}\z")]
    private static partial Regex Cron();

    [GeneratedRegex(@"^([^<>@]{1,64}<)?[^@\s<>]{1,64}@[^@\s<>]{1,255}>?\z")]
    private static partial Regex Email();
}
