using System.Xml.Linq;
using Runbooks.Activities.Platforms.VSphere.Protocol;
using Runbooks.Activities.Platforms.VSphere.Session;

namespace Runbooks.Activities.Platforms.VSphere.Properties;

/// <summary>Reads properties of many objects in few calls.</summary>
internal static class PropertyReader
{
    /// <summary>All objects of these types that the user may see, in pages.</summary>
    public static async Task<IReadOnlyList<ObjectProperties>> AllAsync(
        OpenSession session, IReadOnlyList<PropertyQuery> queries, CancellationToken cancellation)
    {
        var view = await OpenViewAsync(session, queries, cancellation);
        try
        {
            return await RetrieveAsync(session, PropertyQuery.FilterOfView("specSet", view, queries), cancellation);
        }
        finally
        {
            await CloseAsync(session, "DestroyView", view);
        }
    }

    /// <summary>Null where vCenter knows no such object.</summary>
    public static async Task<ObjectProperties?> OneAsync(
        OpenSession session, ManagedObject target, IEnumerable<string> paths, CancellationToken cancellation)
    {
        try
        {
            var found = await RetrieveAsync(session, PropertyQuery.FilterOfObject("specSet", target, paths), cancellation);
            return found.Count == 0 ? null : found[0];
        }
        catch (VimFaultException error) when (error.Fault.Type == "ManagedObjectNotFound")
        {
            return null;
        }
    }

    /// <summary>Several objects of one type; none of them may be gone by then, or all are asked for one by one.</summary>
    public static async Task<IReadOnlyList<ObjectProperties>> SomeAsync(
        OpenSession session, IReadOnlyCollection<ManagedObject> targets, IReadOnlyCollection<string> paths, CancellationToken cancellation)
    {
        try
        {
            return await RetrieveAsync(session, PropertyQuery.FilterOfObjects("specSet", targets, paths), cancellation);
        }
        catch (VimFaultException error) when (error.Fault.Type == "ManagedObjectNotFound")
        {
            List<ObjectProperties> there = [];
            foreach (var target in targets)
            {
                if (await OneAsync(session, target, paths, cancellation) is { } found) there.Add(found);
            }

            return there;
        }
    }

    public static Task<ManagedObject> OpenViewAsync(OpenSession session, IEnumerable<PropertyQuery> queries, CancellationToken cancellation) =>
        session.GetAsync(
            "CreateContainerView",
            session.Content.ViewManager,
            cancellation,
            Vim.Reference("container", session.Content.RootFolder),
            queries.Select(query => Vim.Element("type", query.Type)),
            Vim.Element("recursive", "true"));

    /// <summary>What is not closed lasts as long as the session, and holds memory of vCenter.</summary>
    public static async Task CloseAsync(OpenSession session, string method, ManagedObject made)
    {
        try
        {
            await session.CallAsync(method, made, Limits.Logout, CancellationToken.None);
        }
        catch (Exception error) when (error is PlatformException or VimFaultException)
        {
            // It ended with its session; what went wrong before tells more.
        }
    }

    private static async Task<IReadOnlyList<ObjectProperties>> RetrieveAsync(OpenSession session, XElement filter, CancellationToken cancellation)
    {
        var collector = session.Content.PropertyCollector;
        var options = Vim.Element("options", Vim.Element("maxObjects", Limits.PageSize));
        var page = (await session.CallAsync("RetrievePropertiesEx", collector, cancellation, filter, options)).Child("returnval");
        List<ObjectProperties> objects = [];
        while (page is not null)
        {
            objects.AddRange(page.Children("objects").Select(ObjectProperties.Parse));
            if (page.Text("token") is not { } token) break;
            page = (await session.CallAsync("ContinueRetrievePropertiesEx", collector, cancellation, Vim.Element("token", token))).Child("returnval");
        }

        return objects;
    }
}
