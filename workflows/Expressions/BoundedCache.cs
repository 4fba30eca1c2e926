using System.Collections.Concurrent;

namespace Runbooks.Workflows.Expressions;

/// <summary>Remembers what was made from a text. Full, it starts over: the texts of published workflows come back at once, and
/// an order of use would cost more than it saves.</summary>
internal sealed class BoundedCache<TValue>(Func<string, TValue> make)
{
    private const int Entries = 4096;
    private const int LongestText = 16 * 1024;

    private readonly ConcurrentDictionary<string, TValue> _made = new(StringComparer.Ordinal);

    public TValue Get(string text)
    {
        if (_made.TryGetValue(text, out var known)) return known;
        var value = make(text);
        if (text.Length > LongestText) return value;
        if (_made.Count >= Entries) _made.Clear();
        return _made.GetOrAdd(text, value);
    }
}
