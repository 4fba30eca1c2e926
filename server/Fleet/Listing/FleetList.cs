using Runbooks.Activities.Fleet;
using Runbooks.Activities.Selectors;
using Runbooks.Server.Fleet.Picture;

namespace Runbooks.Server.Fleet.Listing;

/// <param name="Next">The cursor of the next page; null at the end.</param>
/// <param name="Total">How many match, on all pages.</param>
/// <param name="Unknown">How many neither match nor not, because a metric that decides is not known.</param>
internal sealed record FleetPage<T>(IReadOnlyList<T> Items, string? Next, int Total, int Unknown);

/// <summary>Finds objects of the fleet by selector, words and connection.</summary>
internal static class FleetList
{
    /// <param name="objects">In <see cref="FleetOrder"/>.</param>
    /// <param name="texts">What words are looked for in.</param>
    public static FleetPage<TRow> Read<T, TRow>(
        IReadOnlyList<T> objects, SelectorSubject subject, FleetQuery query, IMetricHistory metrics, Func<T, IEnumerable<string>> texts, Func<T, TRow> row, FleetSort<T> sort)
        where T : FleetObject
    {
        var (selector, size) = (query.Selector(subject), query.PageSize);
        var matching = new List<T>();
        var unknown = 0;
        foreach (var candidate in objects)
        {
            if (!IsOf(candidate, query.Connection) || !Has(texts(candidate), query.Words)) continue;
            var answer = selector?.Evaluate(candidate, metrics) ?? new SelectorAnswer(true, false);
            if (answer.Matches) matching.Add(candidate);
            if (answer.Unknown) unknown++;
        }

        var (page, next) = query.IsCounted ? (Counted(sort.Sort(matching, query.Sort), query.Start, size), null) : After(matching, query.After(), size);
        return new FleetPage<TRow>([.. page.Select(row)], next, matching.Count, unknown);
    }

    private static IEnumerable<T> Counted<T>(IReadOnlyList<T> sorted, int start, int size) => sorted.Skip(start).Take(size);

    private static (IEnumerable<T> Page, string? Next) After<T>(List<T> matching, (string Name, string Id)? after, int size)
        where T : FleetObject
    {
        var begin = after is { } last ? matching.FindIndex(found => FleetOrder.Compare(found, last.Name, last.Id) > 0) : 0;
        var page = begin < 0 ? [] : matching.GetRange(begin, Math.Min(size, matching.Count - begin));
        return (page, page.Count > 0 && begin + page.Count < matching.Count ? FleetQuery.CursorAfter(page[^1].Name, page[^1].Id) : null);
    }

    public static IEnumerable<string> TextsOf(FleetVm seen) =>
    [
        seen.Name, .. seen.Vm.IpAddresses, .. seen.Vm.Tags.Select(tag => $"{tag.Key}={tag.Value}"),
    ];

    public static IEnumerable<string> TextsOf(FleetObject seen) => [seen.Name];

    private static bool IsOf(FleetObject seen, string? connection) =>
        string.IsNullOrEmpty(connection) || seen.Connection.Equals(connection, StringComparison.OrdinalIgnoreCase);

    private static bool Has(IEnumerable<string> texts, IReadOnlyList<string> words) =>
        words.Count == 0 || words.All(word => texts.Any(text => text.Contains(word, StringComparison.OrdinalIgnoreCase)));
}
