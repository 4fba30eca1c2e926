using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Runbooks.Benchmarks.History;
using Runbooks.Server.Runs.History.Sqlite;

namespace Runbooks.Benchmarks.Processes;

/// <summary>The floor: a bare Kestrel endpoint that awaits seven grouped durable appends and does nothing else.</summary>
internal static class FloorServer
{
    public const string Argument = "floor";

    private const int Appends = 7;

    public static async Task RunAsync(string url, string directory)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(url);
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        using var session = SqlSession.Open(
            Path.Combine(directory, "floor.db"), SqliteOpenMode.ReadWriteCreate, new SqliteRunStoreOptions { DataDirectory = "" }.Pragmas);
        session.Script("CREATE TABLE event (number INTEGER PRIMARY KEY, data BLOB) STRICT;");
        using var writer = new HistoryWriter("floor",
            new SqlTransactions("floor", session, NullLogger.Instance), (message, cause) => Environment.FailFast(message, cause));
        var data = Rows.First("").Events[0].Data;
        app.Run(async http =>
        {
            for (var append = 0; append < Appends && http.Request.Method == "POST"; append++)
                await writer.Write(() => session.Run("INSERT INTO event (data) VALUES (?1)", data));
            http.Response.ContentLength = 2;
            await http.Response.WriteAsync("{}");
        });
        await app.RunAsync();
    }
}
