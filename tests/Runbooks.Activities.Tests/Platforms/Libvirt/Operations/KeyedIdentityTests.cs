using Runbooks.Activities.Platforms.Libvirt.Operations;

namespace Runbooks.Activities.Tests.Platforms.Libvirt.Operations;

public sealed class KeyedIdentityTests
{
    [Fact]
    public void Uuid_OfAKey_IsOfVersion5AndTheSameAgain()
    {
        var uuid = Guid.Parse(KeyedIdentity.Uuid("run-1/step/web-01/1"));
        Assert.Equal((5, 8), (uuid.Version, uuid.Variant & 0xc));
        Assert.Equal(uuid.ToString(), KeyedIdentity.Uuid("run-1/step/web-01/1"));
        Assert.NotEqual(uuid.ToString(), KeyedIdentity.Uuid("run-1/step/web-01/2"));
    }

    [Fact]
    public void Mac_OfEachCard_IsAnother() => Assert.Distinct(
        Enumerable.Range(0, 8).Select(card => KeyedIdentity.Mac("aaaaaaaa-0000-5000-8000-000000000001", card)));
}
