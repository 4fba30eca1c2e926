namespace Runbooks.Activities.Patching.Shells;

internal static class Quote
{
    /// <summary>One word of a POSIX shell.</summary>
    public static string Word(string text) => "'" + text.Replace("'", @"'\''", StringComparison.Ordinal) + "'";
}
