using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace Runbooks.Server.Alerts.Rules;

/// <summary>Which alerts a rule is about; all that is given must fit. In names and values <c>*</c> stands for anything, and <c>!</c> at the
/// beginning for anything else than the rest.</summary>
/// <param name="severities">Any of these, in small letters; empty for all.</param>
internal sealed class AlertMatch(ImmutableArray<string> severities, ImmutableSortedDictionary<string, string> labels, string? name)
{
    private readonly (string Label, TextPattern Pattern)[] patterns = [.. labels.Select(label => (label.Key, TextPattern.Of(label.Value)))];
    private readonly TextPattern? namePattern = name is null ? null : TextPattern.Of(name);

    public static AlertMatch All { get; } = new([], Alert.NoLabels, null);

    /// <returns>Why the alert is not meant; null where it is.</returns>
    public string? Mismatch(SeenAlert alert)
    {
        if (namePattern?.Fits(alert.Name) == false) return $"Its name is {alert.Name}, and the rule is about {name}.";
        if (!severities.IsEmpty && !severities.Contains(alert.Severity ?? ""))
            return $"Its severity is {alert.Severity ?? "not given"}, and the rule is about {string.Join(", ", severities)}.";
        foreach (var (label, pattern) in patterns)
        {
            var value = alert.Labels.GetValueOrDefault(label) ?? "";
            if (!pattern.Fits(value)) return $"Its label {label} is {(value.Length == 0 ? "not given" : value)}, and the rule is about {labels[label]}.";
        }

        return null;
    }

    /// <summary>Compiled to an expression that takes time in proportion to the text.</summary>
    private sealed record TextPattern(bool Not, string? Exactly, Regex? Expression)
    {
        public static TextPattern Of(string text)
        {
            var not = text.StartsWith('!');
            var rest = not ? text[1..] : text;
            if (!rest.Contains('*', StringComparison.Ordinal)) return new TextPattern(not, rest, null);
            var expression = new StringBuilder("^").AppendJoin(".*", rest.Split('*').Select(Regex.Escape)).Append("\\z");
            return new TextPattern(not, null, new Regex(expression.ToString(), RegexOptions.NonBacktracking | RegexOptions.Singleline));
        }

        public bool Fits(string value) => (Expression?.IsMatch(value) ?? value == Exactly) != Not;
    }
}
