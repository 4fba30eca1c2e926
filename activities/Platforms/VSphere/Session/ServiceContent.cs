using System.Xml.Linq;
using Runbooks.Activities.Platforms.VSphere.Protocol;

namespace Runbooks.Activities.Platforms.VSphere.Session;

/// <summary>What a vCenter is and where its parts are.</summary>
/// <param name="InstanceUuid">Of this vCenter, the same for its whole life.</param>
/// <param name="Version">Of the API, as it is asked for: no call here needs more than 6.7.</param>
/// <param name="CustomFields">Null on an ESXi host of its own.</param>
internal sealed record ServiceContent(
    string InstanceUuid,
    string Version,
    ManagedObject RootFolder,
    ManagedObject PropertyCollector,
    ManagedObject ViewManager,
    ManagedObject SessionManager,
    ManagedObject SearchIndex,
    ManagedObject? Performance,
    ManagedObject? CustomFields)
{
    /// <summary>The one object whose name is known beforehand.</summary>
    public static readonly ManagedObject Service = new("ServiceInstance", "ServiceInstance");

    /// <summary>Oldest that is spoken: what a caller says who does not know yet what is there.</summary>
    public const string OldestVersion = "6.5";

    private static readonly Version WithCreateDate = new(6, 7);

    public bool KnowsCreateDate => Version != OldestVersion;

    public static ServiceContent Parse(XElement response)
    {
        var content = response.Child("returnval") ?? throw Vim.Unexpected("no content");
        var about = content.Child("about") ?? throw Vim.Unexpected("nothing about itself");
        var isNewer = System.Version.TryParse(about.Text("apiVersion"), out var version) && version >= WithCreateDate;
        return new ServiceContent(
            // An ESXi host has none.
            about.Text("instanceUuid") ?? "esxi",
            isNewer ? "6.7" : OldestVersion,
            Part("rootFolder"),
            Part("propertyCollector"),
            Part("viewManager"),
            Part("sessionManager"),
            Part("searchIndex"),
            content.Child("perfManager")?.AsReference(),
            content.Child("customFieldsManager")?.AsReference());

        ManagedObject Part(string name) => content.Child(name)?.AsReference() ?? throw Vim.Unexpected($"no {name}");
    }
}
