using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace Runbooks.Activities.Tests.Platforms.Ec2.StandIn;

/// <summary>The fields of a request by the Query protocol. What nobody reads is refused, as AWS does with what it does not know.</summary>
internal sealed class Query(string body)
{
    private readonly Dictionary<string, string> _fields = QueryHelpers.ParseQuery(body).ToDictionary(field => field.Key, field => field.Value.ToString());
    private readonly HashSet<string> _read = [];

    public string? Get(string name)
    {
        _read.Add(name);
        return _fields.GetValueOrDefault(name);
    }

    public string Need(string name) =>
        Get(name) ?? throw new Refusal("MissingParameter", $"The request must contain the parameter {name}");

    public bool Flag(string name) => Get(name) switch
    {
        null or "false" => false,
        "true" => true,
        var other => throw new Refusal("InvalidParameterValue", $"Value ({other}) for parameter {name} is invalid."),
    };

    public int? Number(string name) => Get(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary><c>prefix.1</c>, <c>prefix.2</c>, …</summary>
    public List<string> List(string prefix) => [.. Items(prefix).Select(Need)];

    /// <summary>The prefixes of the items of a list of structures.</summary>
    public IEnumerable<string> Items(string prefix)
    {
        for (var i = 1; _fields.Keys.Any(key => key == $"{prefix}.{i}" || key.StartsWith($"{prefix}.{i}.", StringComparison.Ordinal)); i++)
            yield return $"{prefix}.{i}";
    }

    public Dictionary<string, string?> Tags(string prefix) => Items(prefix).ToDictionary(item => Need(item + ".Key"), item => Get(item + ".Value"));

    /// <summary>Filters by name; all others are refused.</summary>
    public Dictionary<string, List<string>> Filters(params string[] known)
    {
        var filters = Items("Filter").ToDictionary(item => Need(item + ".Name"), item => List(item + ".Value"));
        foreach (var unknown in filters.Keys.Except(known)) throw new Refusal("InvalidParameterValue", $"The filter '{unknown}' is invalid");
        return filters;
    }

    public void RefuseUnread()
    {
        var unread = _fields.Keys.FirstOrDefault(name => !_read.Contains(name));
        if (unread is not null) throw new Refusal("UnknownParameter", $"The parameter {unread} is not recognized");
    }

    /// <summary>The request as text without its token, to compare repetitions by.</summary>
    public string Fingerprint() => string.Join('&', _fields.Where(field => field.Key != "ClientToken").OrderBy(field => field.Key, StringComparer.Ordinal));
}
