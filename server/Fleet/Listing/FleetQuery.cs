using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Runbooks.Activities.Selectors;
using Runbooks.Server.Http;

namespace Runbooks.Server.Fleet.Listing;

/// <summary>The query of a list of the fleet.</summary>
/// <param name="Where">A selector.</param>
/// <param name="Q">Words that all must be found in a name, an address or a tag.</param>
/// <param name="Connection">Only objects of this one.</param>
/// <param name="Cursor">The <c>next</c> of the page before.</param>
/// <param name="Limit">1 to 1000; 100 unless given.</param>
/// <param name="Sort">A column, with - before it for the other way round; name unless given.</param>
/// <param name="Offset">How many of the order to leave out, for a table that shows any part of it. With it, or sorted by anything but the
/// name, the parts are counted: there is no <c>next</c>.</param>
internal sealed record FleetQuery(
    string? Where = null, string? Q = null, string? Connection = null, string? Cursor = null, int? Limit = null, string? Sort = null, int? Offset = null)
{
    private const int Most = 1000, Usual = 100;

    public IReadOnlyList<string> Words { get; } = Q?.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <exception cref="RequestException">The limit is none.</exception>
    public int PageSize => Limit is null or (>= 1 and <= Most) ? Limit ?? Usual : throw Bad("limit", $"limit must be 1 to {Most}.");

    /// <summary>Whether the parts are counted, and do not follow a cursor.</summary>
    public bool IsCounted => Offset is not null || Sort is not (null or "" or "name");

    /// <exception cref="RequestException">It is below zero, or there is a cursor as well.</exception>
    public int Start =>
        Offset < 0 ? throw Bad("offset", "offset must be 0 or more.")
        : !string.IsNullOrEmpty(Cursor) ? throw Bad("cursor", "A cursor follows the order of names; with offset or another sort, go on by offset.")
        : Offset ?? 0;

    /// <summary>The name and id of the last object of the page before; null at the beginning.</summary>
    /// <exception cref="RequestException">It is not one that a list gave.</exception>
    public (string Name, string Id)? After()
    {
        if (string.IsNullOrEmpty(Cursor)) return null;
        try
        {
            var parts = Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(Cursor)).Split('\n');
            if (parts.Length == 2) return (parts[0], parts[1]);
        }
        catch (FormatException)
        {
            // Answered below, as any other text that is no cursor.
        }

        throw Bad("cursor", "The cursor is not one that this list gave as 'next'.");
    }

    public static string CursorAfter(string name, string id) => WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes($"{name}\n{id}"));

    /// <exception cref="RequestException">It is no selector; says where.</exception>
    public Selector? Selector(SelectorSubject subject)
    {
        if (string.IsNullOrWhiteSpace(Where)) return null;
        try
        {
            var selector = Activities.Selectors.Selector.Parse(Where, subject);
            return selector.Inputs.Count == 0 ? selector : throw NotSelector($"There are no inputs here; write the value instead of inputs.{selector.Inputs.First()}.", 0);
        }
        catch (SelectorException error)
        {
            throw NotSelector(error.Message, error.Position);
        }
    }

    private static RequestException Bad(string parameter, string message) =>
        new(new Problem(StatusCodes.Status400BadRequest, "query.invalid", message) { Errors = [new ProblemError($"?{parameter}", message)] });

    private static RequestException NotSelector(string message, int position) => new(
        new Problem(StatusCodes.Status400BadRequest, "selector.invalid", $"The selector is wrong at position {position}: {message}")
        {
            Errors = [new ProblemError("?where", message)],
            More = { ["position"] = position },
        });
}
