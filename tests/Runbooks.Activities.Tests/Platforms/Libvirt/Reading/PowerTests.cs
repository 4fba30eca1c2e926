using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Libvirt.Native;
using Runbooks.Activities.Platforms.Libvirt.Reading;

namespace Runbooks.Activities.Tests.Platforms.Libvirt.Reading;

public sealed class PowerTests
{
    [Theory]
    [InlineData(0, 0, true, PowerState.Unknown)]
    [InlineData(1, 1, true, PowerState.On)]
    [InlineData(2, 0, true, PowerState.On)]
    [InlineData(3, 1, true, PowerState.Suspended)]
    [InlineData(3, 5, true, PowerState.Suspended)]
    [InlineData(4, 0, true, PowerState.On)]
    [InlineData(5, 1, false, PowerState.Off)]
    [InlineData(6, 0, false, PowerState.Off)]
    [InlineData(6, 0, true, PowerState.Unknown)]
    public void Of_State_IsTheOperatorsWord(int state, int reason, bool active, PowerState expected) =>
        Assert.Equal(new Power(expected), Power.Of(new DomainState(state, reason), active));

    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(11)]
    public void Of_PausedForATask_IsOnInPassing(int reason) =>
        Assert.Equal(new Power(PowerState.On, InPassing: true), Power.Of(new DomainState(3, reason), true));

    [Fact]
    public void Of_SuspendedByItsGuest_IsAsleep() =>
        Assert.Equal(new Power(PowerState.Suspended, Asleep: true), Power.Of(new DomainState(7, 0), true));
}
