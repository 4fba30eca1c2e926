using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Runbooks.Activities.Catalogue;
using Runbooks.Server.Runs.History.Sqlite;

namespace Runbooks.Server.Hosting;

/// <summary>Puts what keeps the server from starting, and what an operator can mend, into lines.</summary>
internal static partial class StartFailure
{
    /// <summary>EX_CONFIG of sysexits.h: supervisors can be told not to restart on it.</summary>
    public const int ExitCode = 78;

    /// <summary>The lines to print; null where it is a bug instead, which must be loud.</summary>
    public static IReadOnlyList<string>? Explain(Exception error) => error switch
    {
        ConfigurationException configuration => [$"Configuration error: {configuration.Message}"],
        OptionsValidationException options => [.. options.Failures.Select(failure => $"Configuration error: {failure}")],
        InvalidOperationException binding when Conversion().Match(binding.Message) is { Success: true } match =>
            [$"Configuration error: {new ConfigurationException(match.Groups[2].Value, $"'{match.Groups[1].Value}' {Expected(match.Groups[3].Value)}").Message}"],
        IOException { InnerException: AddressInUseException } port => [$"{port.Message} Stop the other program, or choose another address with --urls."],
        DataDirectoryInUseException or HistoryTooNewException or UnusableActivityException => [error.Message],
        AggregateException { InnerExceptions: [var only] } => Explain(only),
        _ => null,
    };

    private static string Expected(string type) => Type.GetType(type) switch
    {
        { } known when known == typeof(TimeSpan) => "is not a time span; write it as 00:00:15.",
        { } known when known == typeof(bool) => "is neither true nor false.",
        { IsEnum: true } known => $"is not known; choose {string.Join(" or ", Enum.GetNames(known))}.",
        { IsPrimitive: true } => "is not a number that fits.",
        _ => "does not fit.",
    };

    [GeneratedRegex(@"^Failed to convert configuration value '(.*)' at '(.*)' to type '([^']*)'", RegexOptions.Singleline)]
    private static partial Regex Conversion();
}
