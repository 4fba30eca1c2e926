using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Runbooks.Server.Tests.Http;

/// <summary><c>server/messages.json</c> has every sentence that tells what is wrong at a place (of a definition, an input, a setting) or why a
/// target was passed over. These carry no code. The designer's tests see to it that it has each in every language.</summary>
public sealed class MessagesTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task Messages_OfAllSources_AreListed()
    {
        var path = Path.Combine(Root(), "server", "messages.json");
        var found = SourceMessages.In(Root()).ToList();
        if (Environment.GetEnvironmentVariable("UPDATE_MESSAGES") is not null)
            await File.WriteAllTextAsync(path, JsonSerializer.Serialize(found, Indented) + "\n", TestContext.Current.CancellationToken);

        var listed = JsonSerializer.Deserialize<string[]>(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken))!;

        Assert.True(found.SequenceEqual(listed), "Set UPDATE_MESSAGES=1 and run this test: server/messages.json lacks or has too many of: "
            + string.Join(" | ", found.Except(listed).Union(listed.Except(found))));
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../.."));
}
