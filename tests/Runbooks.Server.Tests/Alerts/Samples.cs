using System.Runtime.CompilerServices;
using System.Text;
using Runbooks.Server.Alerts;
using Runbooks.Server.Alerts.Dialects;

namespace Runbooks.Server.Tests.Alerts;

/// <summary>Bodies as monitoring tools send them.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2026, 5, 4, 8, 1, 0, TimeSpan.Zero);

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder(), name));

    public static string Text(string name) => Encoding.UTF8.GetString(Bytes(name));

    public static Reading Read(this IAlertDialect dialect, string text, string? mediaType = "application/json", DialectSettings? settings = null, params (string Name, string Value)[] headers) =>
        dialect.Read(
            new HookBody(Encoding.UTF8.GetBytes(text), mediaType, headers.ToDictionary(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase), Now),
            settings ?? DialectSettings.Default);

    public static Alert Only(this Reading reading)
    {
        Assert.Empty(reading.Problems);
        return Assert.Single(reading.Alerts);
    }

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Samples");
}
