using Runbooks.Activities.Platforms;
using Runbooks.Server.Fleet.Picture;
using Runbooks.Server.Tests.Connections;

namespace Runbooks.Server.Tests.Fleet.Picture;

/// <summary>When VMs last moved: what their cool-down counts from.</summary>
public sealed class VmPlacesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly VmPlaces places = new();

    [Fact]
    public void See_FirstSight_HasNotMoved() => Assert.Null(places.See(On("a"), Now));

    [Fact]
    public void See_OnAnotherHost_MovedThenAndKeepsThatTime()
    {
        places.See(On("a"), Now);
        Assert.Equal(Now.AddMinutes(1), places.See(On("b"), Now.AddMinutes(1)));
        Assert.Equal(Now.AddMinutes(1), places.See(On("b"), Now.AddMinutes(9)));
    }

    [Fact]
    public void See_HostUnknownInBetween_IsNoMove()
    {
        places.See(On("a"), Now);
        places.See(On("a") with { Host = null }, Now.AddMinutes(1));
        Assert.Null(places.See(On("a"), Now.AddMinutes(2)));
    }

    private static VirtualMachine On(string host) => ScriptedEndpoint.Vm("vm", host: host);
}
