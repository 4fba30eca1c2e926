using Microsoft.Extensions.Options;
using Runbooks.Server.Access;
using Runbooks.Server.Access.Keys;
using Runbooks.Server.Access.Sessions;
using Runbooks.Server.Audit;
using Runbooks.Server.Data;
using Runbooks.Server.Hosting;
using Runbooks.Server.Http;
using Runbooks.Server.Observability;
using Runbooks.Server.Secrets;

try
{
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
    var directory = DataDirectory.Open(builder.Configuration);
    builder.ConfigureKestrel();
    builder.Services
        .AddSingleton(TimeProvider.System)
        .AddRunbooksLogging(directory)
        .AddTelemetry()
        .AddHttpSurface()
        .AddData(directory)
        .AddAccess()
        .AddAudit()
        .AddSecrets(directory);

    var app = builder.Build();
    app.UseRequestLog();
    app.UseHttpSurface();
    app.UseTelemetry();
    app.UseAccess();
    app.UseBodyLimit();

    app.MapHealth();
    app.MapTelemetry();
    app.MapOpenApiDocument();
    app.MapSignIn();
    var api = app.MapGroup("/api/v1");
    api.MapSession();
    api.MapKeys();
    api.MapAudit();

    app.Services.GetRequiredService<IStartupValidator>().Validate();
    await app.Services.MigrateDatabaseAsync();
    await app.RunAsync();
    return 0;
}
catch (Exception error) when (StartFailure.Explain(error) is { } lines)
{
    foreach (var line in lines) await Console.Error.WriteLineAsync(line);
    return StartFailure.ExitCode;
}
