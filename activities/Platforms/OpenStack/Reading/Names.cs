namespace Runbooks.Activities.Platforms.OpenStack.Reading;

/// <summary>Identities: a VM's is <c>openstack:{project}/{region}/{id}</c>, whatever user reads it; what belongs to no project has none in it.</summary>
internal sealed record Names(string Region)
{
    public string OfVm(string project, string id) => $"{OpenStackFactory.Name}:{project}/{Region}/{id}";

    public string Of(string id) => $"{OpenStackFactory.Name}:{Region}/{id}";
}
