using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Runbooks.Server.Data;
using Runbooks.Server.Secrets;

namespace Runbooks.Server.Tests.Data;

/// <summary>A migrated database of a test's own, without the rest of the server.</summary>
public sealed class TestData : IAsyncLifetime
{
    private readonly TemporaryDirectory directory = new();

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));

    public TestData() => Services = Build();

    public ServiceProvider Services { get; }

    public string Path => directory.Path;

    public RunbooksDbContext Open() => Services.GetRequiredService<IDbContextFactory<RunbooksDbContext>>().CreateDbContext();

    public async ValueTask InitializeAsync() => await Services.MigrateDatabaseAsync();

    /// <summary>The services of another process on the same folder, in effect.</summary>
    public ServiceProvider Build()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new(DataDirectory.Key, directory.Path)])
            .Build();
        var data = DataDirectory.Open(configuration);
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<TimeProvider>(Time)
            .AddLogging()
            .AddData(data)
            .AddSecrets(data)
            .BuildServiceProvider();
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        directory.Dispose();
    }
}
