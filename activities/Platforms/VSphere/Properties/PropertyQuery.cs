using System.Xml.Linq;
using Runbooks.Activities.Platforms.VSphere.Protocol;

namespace Runbooks.Activities.Platforms.VSphere.Properties;

/// <summary>Which properties of which type of object are wanted.</summary>
internal sealed record PropertyQuery(string Type, params string[] Paths)
{
    /// <summary>All objects in a container view.</summary>
    public static XElement FilterOfView(string element, ManagedObject view, IEnumerable<PropertyQuery> queries) => Filter(
        element,
        view,
        queries,
        Vim.Element("skip", "true"),
        Vim.Typed(
            "selectSet", "TraversalSpec",
            Vim.Element("name", "members"), Vim.Element("type", "ContainerView"), Vim.Element("path", "view"), Vim.Element("skip", "false")));

    public static XElement FilterOfObject(string element, ManagedObject target, IEnumerable<string> paths) =>
        Filter(element, target, [new PropertyQuery(target.Type, [.. paths])]);

    /// <summary>Several objects of one type.</summary>
    public static XElement FilterOfObjects(string element, IReadOnlyCollection<ManagedObject> targets, IEnumerable<string> paths) => Vim.Element(
        element,
        new PropertyQuery(targets.First().Type, [.. paths]).ToXml(),
        targets.Select(target => Vim.Element("objectSet", Vim.Reference("obj", target))));

    private static XElement Filter(string element, ManagedObject start, IEnumerable<PropertyQuery> queries, params XElement[] selection) => Vim.Element(
        element,
        queries.Select(query => query.ToXml()),
        Vim.Element("objectSet", Vim.Reference("obj", start), selection));

    private XElement ToXml() => Vim.Element("propSet", Vim.Element("type", Type), Paths.Select(path => Vim.Element("pathSet", path)));
}
