using Runbooks.Server.Data;
using Runbooks.Server.Secrets;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
var directory = DataDirectory.Open(builder.Configuration);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddData(directory);
builder.Services.AddSecrets(directory);

var app = builder.Build();
app.MapGet("/health/live", () => "live");
await app.Services.MigrateDatabaseAsync();
await app.RunAsync();
