using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Runbooks.Server.Tests;

/// <summary><c>tests/rules.md</c> lists the rules that prevent known accidents; each is shown by tests that bear its name.</summary>
public sealed partial class RulesTests
{
    [Fact]
    public async Task Rules_OfTheList_EachHasATestAndNoTestNamesAnother()
    {
        var root = Root();
        var listed = (await File.ReadAllLinesAsync(Path.Combine(root, "tests", "rules.md"), TestContext.Current.CancellationToken))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(2).Select(line => line.Split('|')[1].Trim()).ToList();
        var named = Directory.EnumerateFiles(Path.Combine(root, "tests"), "*Tests*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => Named().Matches(File.ReadAllText(file))).Select(match => match.Groups["rule"].Value).ToHashSet();

        Assert.True(listed.Count > 10, $"only {listed.Count} rules are listed");
        Assert.Empty(listed.Except(named));
        Assert.Empty(named.Except(listed));
    }

    [GeneratedRegex("""^\s*\[Trait\("Rule", "(?<rule>[^"]+)"\)\]""", RegexOptions.Multiline)]
    private static partial Regex Named();

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../.."));
}
