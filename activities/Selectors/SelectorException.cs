namespace Runbooks.Activities.Selectors;

/// <summary>A text is not a selector; the message says what is wrong and what is allowed.</summary>
/// <param name="position">Offset into the text, from 0.</param>
public sealed class SelectorException(string message, int position) : Exception(message)
{
    public int Position { get; } = position;
}
