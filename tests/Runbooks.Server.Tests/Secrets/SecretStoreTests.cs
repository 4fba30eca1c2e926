using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Runbooks.Server.Secrets;
using Runbooks.Server.Tests.Data;

namespace Runbooks.Server.Tests.Secrets;

public sealed class SecretStoreTests(TestData data) : IClassFixture<TestData>
{
    private SecretStore Store => data.Services.GetRequiredService<SecretStore>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Resolve_AfterSave_GivesTheValueAlsoToAnotherProcess()
    {
        await SaveAsync(SecretScope.Workflows, "smtp", "s3cret-value");

        await using var other = data.Build();

        Assert.Equal("s3cret-value", await other.GetRequiredService<SecretStore>().ResolveAsync("smtp", Cancellation));
    }

    [Fact]
    public async Task Resolve_NameOfAConnectionsSecret_IsNotFoundAmongThoseOfWorkflows()
    {
        await SaveAsync(SecretScope.OfConnection("lab"), "password", "s3cret-value");

        Assert.Null(await Store.ResolveAsync("password", Cancellation));
        Assert.Equal("s3cret-value", await Store.ResolveAsync(SecretScope.OfConnection("lab"), "password", Cancellation));
    }

    [Fact]
    public async Task Save_Value_IsNowhereInTheDatabaseInTheClear()
    {
        await SaveAsync(SecretScope.Workflows, "plain", "needle-in-a-haystack");
        await data.Services.GetRequiredService<SecretStore>().ResolveAsync("plain", Cancellation);

        foreach (var file in Directory.GetFiles(data.Path, "runbooks.db*"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            Assert.DoesNotContain("needle-in-a-haystack", await reader.ReadToEndAsync(Cancellation), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Resolve_WithoutItsKeys_SaysWhatToRestore()
    {
        await using var data = new TestData();
        await data.InitializeAsync();
        await SaveAsync(data, SecretScope.Workflows, "smtp", "value");
        Directory.Delete(Path.Combine(data.Path, "keys"), recursive: true);

        await using var other = data.Build();
        var error = await Assert.ThrowsAsync<CryptographicException>(
            () => other.GetRequiredService<SecretStore>().ResolveAsync("smtp", Cancellation));

        Assert.Contains("'keys'", error.Message, StringComparison.Ordinal);
    }

    private Task SaveAsync(string scope, string name, string value) => SaveAsync(data, scope, name, value);

    private static async Task SaveAsync(TestData data, string scope, string name, string value)
    {
        await using var db = data.Open();
        await data.Services.GetRequiredService<SecretStore>().StageAsync(db, scope, name, value, Cancellation);
        await db.SaveChangesAsync(Cancellation);
    }
}
