using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;
using Runbooks.Activities.Platforms.HyperV.Scripts;
using Runbooks.Activities.Tests.Platforms.HyperV.StandIn;

namespace Runbooks.Activities.Tests.Platforms.HyperV;

/// <summary>What can be said of the scripts without running them, by PowerShell's own parser.</summary>
public sealed class ScriptsTests
{
    public static TheoryData<string> Names => [.. Script.All.Select(script => script.Name).Append("bootstrap")];

    [Theory]
    [MemberData(nameof(Names))]
    public void Script_Always_Parses(string name)
    {
        Parser.ParseInput(TextOf(name), out _, out var errors);
        Assert.Empty(errors.Select(error => error.Message));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Script_Language_IsThatOfWindowsPowerShell(string name)
    {
        TokenKind[] newer = [TokenKind.AndAnd, TokenKind.OrOr, TokenKind.QuestionQuestion, TokenKind.QuestionQuestionEquals, TokenKind.QuestionDot, TokenKind.QuestionLBracket, TokenKind.QuestionMark];
        var parsed = Parser.ParseInput(TextOf(name), out var tokens, out _);
        Assert.DoesNotContain(tokens, token => newer.Contains(token.Kind));
        Assert.Empty(parsed.FindAll(ast => ast is TernaryExpressionAst or PipelineChainAst, searchNestedScriptBlocks: true));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Script_Commands_AreKnownWithTheirParameters(string name)
    {
        var parsed = Parser.ParseInput(TextOf(name), out _, out _);
        var functions = parsed.FindAll(ast => ast is FunctionDefinitionAst, true).Cast<FunctionDefinitionAst>().Select(function => function.Name).ToHashSet();
        foreach (var command in parsed.FindAll(ast => ast is CommandAst, true).Cast<CommandAst>())
        {
            if (command.GetCommandName() is not { } called || functions.Contains(called)) continue;
            Assert.True(PowerShellStandIn.Commands.TryGetValue(called, out var cmdlet), $"{name} calls {called}");
            foreach (var parameter in command.CommandElements.OfType<CommandParameterAst>())
                Assert.True(Has(cmdlet, parameter.ParameterName), $"{name} gives {called} the parameter {parameter.ParameterName}");
        }
    }

    /// <summary>By its whole name: abbreviations break when a cmdlet gets another parameter.</summary>
    private static bool Has(Type cmdlet, string parameter) =>
        cmdlet.GetProperties().Any(property => property.Name == parameter && property.IsDefined(typeof(ParameterAttribute)))
        || Cmdlet.CommonParameters.Contains(parameter)
        || (parameter == "Confirm" && cmdlet.GetCustomAttribute<CmdletAttribute>()!.SupportsShouldProcess);

    private static IEnumerable<(string Name, string Text)> Texts() =>
        Script.All.Select(script => (script.Name, script.Text)).Append(("bootstrap", Script.Bootstrap));

    private static string TextOf(string name) => Texts().Single(script => script.Name == name).Text;
}
