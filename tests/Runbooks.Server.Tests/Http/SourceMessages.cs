using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Runbooks.Server.Tests.Http;

/// <summary>The messages that stand in the sources, with {0}, {1} … for what is put into them.</summary>
internal static partial class SourceMessages
{
    /// <summary>Where every sentence is told to somebody: what is wrong in a definition, selector, script or connection, and what became of a
    /// target.</summary>
    private static readonly string[] Told =
    [
        "workflows/Definitions", "workflows/Expressions", "activities/Selectors", "activities/Catalogue/NearestName.cs", "server/Connections/Settings",
        "activities/Compute", "activities/Backup", "activities/Patching", "activities/Security", "activities/Platforms/Abilities", "server/Runs/Units", "server/Runs/Api/Waits.cs", "server/Runs/RollingBack/RollBackPreviews.cs", "workflows/Execution/Rules",
        "server/Alerts/Targets", "server/Alerts/Rules", "server/Triggers/Firings", "server/Triggers/Schedules/ScheduleCauses.cs",
        "server/Triggers/RunEnds", "server/Triggers/Webhooks", "server/Triggers/DefinitionTriggers.cs", "server/Plans", "workflows/Planning/PlanTraversal.cs",
        "activities/IForesees.cs", "activities/Messaging", "activities/Integration/HttpForesight.cs",
    ];

    /// <summary>Calls that tell one, wherever they stand.</summary>
    private static readonly HashSet<string> Telling = ["ProblemError", "Skipped"];

    /// <summary>Bugs of callers, which no operator is told of, and what is written into the log.</summary>
    private static readonly HashSet<string> Untold =
        ["InvalidOperationException", "ArgumentException", "ArgumentOutOfRangeException", "UnreachableException", "NotSupportedException", "LogError", "LogWarning", "WithSummary"];

    public static IEnumerable<string> In(string root) =>
        new[] { "workflows", "activities", "server" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(part => part is "obj" or "bin"))
            .SelectMany(file => InFile(root, file))
            .Where(message => Sentence().IsMatch(message) && message[0] is not '-' && !message.StartsWith("{{", StringComparison.Ordinal) && !message.Contains('\n', StringComparison.Ordinal))
            .Distinct()
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string> InFile(string root, string file)
    {
        var everywhere = Told.Any(place => file.StartsWith(place, StringComparison.Ordinal));
        return CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(root, file))).GetRoot().DescendantNodes()
            .Where(node => IsText(node) && !(node.Parent.IsKind(SyntaxKind.AddExpression) && IsText(node.Parent!)))
            .Where(node => Telling.Contains(Callers(node).FirstOrDefault(name => name != "", "")) || (everywhere && IsTold(node)) || IsNoUndo(node))
            .Select(node => Message(node, 0).Text);
    }

    /// <summary>A literal, an interpolation, or several of them one after the other.</summary>
    private static bool IsText(SyntaxNode node) => node is InterpolatedStringExpressionSyntax || node.IsKind(SyntaxKind.StringLiteralExpression)
        || (node is BinaryExpressionSyntax sum && sum.IsKind(SyntaxKind.AddExpression) && (IsText(sum.Left) || IsText(sum.Right)));

    /// <summary>Why an activity's changes cannot be taken back.</summary>
    private static bool IsNoUndo(SyntaxNode node) => node.Parent is AttributeArgumentSyntax { NameEquals.Name.Identifier.ValueText: "NoUndo" };

    private static bool IsTold(SyntaxNode node) =>
        !node.Ancestors().Any(around => around is AttributeSyntax || HasCode(around)) && !Callers(node).Any(Untold.Contains);

    /// <summary>What carries a code is told by that.</summary>
    private static bool HasCode(SyntaxNode node)
    {
        var arguments = node switch
        {
            BaseObjectCreationExpressionSyntax made => made.ArgumentList,
            InvocationExpressionSyntax called => called.ArgumentList,
            _ => null,
        };
        return arguments is { Arguments: [{ Expression: LiteralExpressionSyntax first }, ..] } && Code().IsMatch(first.Token.ValueText);
    }

    private static IEnumerable<string> Callers(SyntaxNode node) => node.Ancestors().Select(around => around switch
    {
        ObjectCreationExpressionSyntax made => made.Type.ToString().Split('.')[^1],
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } => member.Name.ToString(),
        InvocationExpressionSyntax called => called.Expression.ToString(),
        _ => "",
    });

    private static (string Text, int Holes) Message(SyntaxNode node, int holes)
    {
        switch (node)
        {
            case LiteralExpressionSyntax literal: return (literal.Token.ValueText, holes);
            case BinaryExpressionSyntax sum:
                var (left, afterLeft) = Message(sum.Left, holes);
                var (right, afterRight) = Message(sum.Right, afterLeft);
                return (left + right, afterRight);
            case InterpolatedStringExpressionSyntax interpolated:
                var text = string.Concat(interpolated.Contents.Select(part => part is InterpolatedStringTextSyntax words
                    ? words.TextToken.ValueText.Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal)
                    : $"{{{holes++}}}"));
                return (text, holes);
            default: return ($"{{{holes}}}", holes + 1);
        }
    }

    /// <summary>Two words in a row, with or without something between them, a counted one, or a word and a stop: no name, key or pattern.</summary>
    [GeneratedRegex("""^[A-Za-z].*\} [a-z]{2,}|^\{0\} [a-z]{3,}$|[A-Za-z'}]{2,}[,;:]? \S*[a-z]{2,}|^an? [a-z]+$|^no \S+$|^[A-Z][a-z]+\.$""")]
    private static partial Regex Sentence();

    [GeneratedRegex("""^[a-z]+(-[a-z]+)*(\.[a-z-]+)+$""")]
    private static partial Regex Code();
}
