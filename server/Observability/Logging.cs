using System.Globalization;
using Microsoft.Extensions.Options;
using Runbooks.Server.Data;
using Runbooks.Server.Hosting;
using Serilog;
using Serilog.Events;

namespace Runbooks.Server.Observability;

/// <summary>The log: on the console, and in daily files in the data directory.</summary>
internal static class Logging
{
    private const string ConsoleLine = "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{Where}{NewLine}{Exception}";
    private const string FileLine = "{Timestamp:yyyy-MM-dd HH:mm:ss.fff zzz} {Level:u3} {SourceContext}: {Message:lj}{Where}{NewLine}{Exception}";
    private const long FileLimit = 50 * 1024 * 1024;

    // What the libraries say is seldom for operators.
    private static readonly (string Source, LogEventLevel Level)[] Usual =
    [
        ("Microsoft", LogEventLevel.Warning),
        ("Microsoft.Hosting.Lifetime", LogEventLevel.Information),
        // That its keys, files of the owner of the data directory alone, are not encrypted once more is meant.
        ("Microsoft.AspNetCore.DataProtection", LogEventLevel.Error),
        ("Orleans", LogEventLevel.Warning),
        // It recommends another garbage collector than the one that was chosen.
        ("Orleans.Runtime.Silo", LogEventLevel.Error),
        // It tells of each message between grains.
        ("Polly", LogEventLevel.Warning),
    ];

    public static IServiceCollection AddRunbooksLogging(this IServiceCollection services, DataDirectory directory)
    {
        services.AddSliceOptions<LoggingOptions>("Logging");
        // The static logger stays as it is: several servers may live in one process, as in tests.
        return services.AddSerilog(
            (provider, log) => Configure(log, provider.GetRequiredService<IOptions<LoggingOptions>>().Value, directory),
            preserveStaticLogger: true);
    }

    public static void UseRequestLog(this IApplicationBuilder app) => app.UseSerilogRequestLogging(options =>
    {
        options.MessageTemplate = "{RequestMethod} {RequestPath} answered {StatusCode} in {Elapsed:0} ms";
        options.GetLevel = (context, _, error) => (error, context.Response.StatusCode) switch
        {
            (not null, _) or (_, >= 500) => LogEventLevel.Error,
            (_, >= 400) => LogEventLevel.Information,
            // The runs have their own history; thousands of good calls a second would only hide the rest.
            _ => LogEventLevel.Debug,
        };
    });

    private static void Configure(LoggerConfiguration log, LoggingOptions options, DataDirectory directory)
    {
        log.MinimumLevel.Is(options.Level);
        foreach (var (source, level) in Usual) log.MinimumLevel.Override(source, level < options.Level ? options.Level : level);
        foreach (var (source, level) in options.Levels) log.MinimumLevel.Override(source, level);
        log.Enrich.FromLogContext().Enrich.With<RunEnricher>()
            .WriteTo.Console(outputTemplate: ConsoleLine, formatProvider: CultureInfo.InvariantCulture)
            .WriteTo.File(
                Path.Combine(directory.Folder("logs").FullName, "runbooks-.log"),
                outputTemplate: FileLine,
                formatProvider: CultureInfo.InvariantCulture,
                rollingInterval: RollingInterval.Day,
                rollOnFileSizeLimit: true,
                fileSizeLimitBytes: FileLimit,
                retainedFileCountLimit: null,
                retainedFileTimeLimit: TimeSpan.FromDays(options.KeepDays));
    }
}
