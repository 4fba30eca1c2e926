using Runbooks.Activities.Fleet;

namespace Runbooks.Server.Fleet.Picture;

/// <summary>The order of all lists of the fleet: by name, then by id.</summary>
internal static class FleetOrder
{
    public static int Compare(FleetObject left, FleetObject right) => Compare(left, right.Name, right.Id);

    public static int Compare(FleetObject left, string name, string id)
    {
        var byName = string.Compare(left.Name, name, StringComparison.OrdinalIgnoreCase);
        return byName != 0 ? byName : string.CompareOrdinal(left.Id, id);
    }
}
