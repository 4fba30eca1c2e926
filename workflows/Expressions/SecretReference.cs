using System.Text.RegularExpressions;
using Runbooks.Activities;

namespace Runbooks.Workflows.Expressions;

/// <summary>The text that stands for a secret from evaluation to execution: <c>⟦secret:name⟧</c>. It survives concatenation; the value
/// is put in only for an attempt, and is never recorded.</summary>
public static partial class SecretReference
{
    /// <summary>Matches each reference in a text; the group <c>name</c> is the secret's name.</summary>
    [GeneratedRegex("⟦secret:(?<name>[A-Za-z0-9][A-Za-z0-9._-]{0,127})⟧")]
    public static partial Regex Pattern { get; }

    public static string To(string name) => $"{SecretMark.Start}{name}⟧";

    /// <summary>Whether the text can name a secret: letters, digits, <c>.</c>, <c>_</c>, <c>-</c>; at most 128.</summary>
    public static bool IsName(string name) => NamePattern.IsMatch(name);

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,127}\z")]
    private static partial Regex NamePattern { get; }
}
