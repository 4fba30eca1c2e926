using System.Runtime.CompilerServices;

namespace Runbooks.Server.Tests.Http;

public sealed class OpenApiDocumentTests(RunningServer server)
{
    private const string Update = "UPDATE_OPENAPI";

    /// <summary>The committed copy lets reviewers see what a change does to the API.</summary>
    [Fact]
    public async Task Document_ComparedWithTheCommittedCopy_IsTheSame()
    {
        var served = (await server.Stranger().AskAsync("/openapi/v1.json")).Text.ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable(Update) is not null) await File.WriteAllTextAsync(Copy(), served, TestContext.Current.CancellationToken);

        var committed = await File.ReadAllTextAsync(Copy(), TestContext.Current.CancellationToken);

        Assert.True(committed == served,
            $"The API has changed. If that is meant: {Update}=1 dotnet run --project tests/Runbooks.Server.Tests -- --filter-class '*{nameof(OpenApiDocumentTests)}'");
    }

    [Fact]
    public async Task Document_OfEachOperation_SaysWhatItAnswersAndWhatItIsFor()
    {
        var document = (await server.Stranger().AskAsync("/openapi/v1.json")).Json;

        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        foreach (var operation in path.Value.EnumerateObject())
        {
            Assert.True(operation.Value.TryGetProperty("summary", out _), $"{operation.Name} {path.Name} has no summary.");
            var answers = operation.Value.GetProperty("responses").EnumerateObject().Select(answer => answer.Name).ToList();
            Assert.True(answers.Count > 1, $"{operation.Name} {path.Name} does not say what it answers when all is well.");
        }
    }

    private static string Copy([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../server/openapi.json"));
}
