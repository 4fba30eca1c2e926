using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;
using Runbooks.Server.Fleet.Picture;
using Hosts = Runbooks.Server.Tests.FleetRules.Deciding.Hosts;

namespace Runbooks.Server.Tests.Fleet.Picture;

public sealed class PeerVmsTests
{
    [Fact]
    public void Fill_HostsOfAClusterAndOthers_CountsTheOthersThatAreUp()
    {
        var down = Hosts.Host("d", vms: 50);
        down = down with { Host = down.Host with { State = HostState.Down } };
        FleetHost[] hosts = [Hosts.Host("a", vms: 30), Hosts.Host("b", vms: 4), Hosts.Host("c", vms: 6), down, Hosts.Host("e", "green", vms: 7), Hosts.Host("f", cluster: null)];

        Assert.Equal([5, 18, 17, 40.0 / 3, null, null], PeerVms.Fill(hosts).Select(host => host.PeerVms));
    }
}
