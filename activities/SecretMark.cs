namespace Runbooks.Activities;

/// <summary>What a reference to a secret looks like in an input until the attempt that is given its value.</summary>
public static class SecretMark
{
    public const string Start = "⟦secret:";

    public static bool IsIn(string? text) => text is not null && text.Contains(Start, StringComparison.Ordinal);
}
