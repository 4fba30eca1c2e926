using Runbooks.Activities.Patching;

namespace Runbooks.Activities.Tests.Patching;

public sealed class GuestScriptsTests
{
    [Fact]
    public void ReadPending_OfApt_IsEachPackageWithBothVersions() =>
        Assert.Equal(
            [new PackageChange("base-files", "12.4+deb12u5", "12.4+deb12u8"), new PackageChange("linux-image-6.1", null, "6.1.115-1")],
            GuestScripts.ReadPending("""
                Reading package lists...
                Inst base-files [12.4+deb12u5] (12.4+deb12u8 Debian:12.8/stable [amd64])
                Inst linux-image-6.1 (6.1.115-1 Debian-Security:12/stable-security [amd64])
                Conf base-files (12.4+deb12u8 Debian:12.8/stable [amd64])
                """));

    [Fact]
    public void ReadPending_OfDnf_IsEachPackage() =>
        Assert.Equal(
            [new PackageChange("bash", null, "5.1.8-9.el9"), new PackageChange("tzdata", null, "2024b-2.el9")],
            GuestScripts.ReadPending("\nbash.x86_64                5.1.8-9.el9          baseos\ntzdata.noarch      2024b-2.el9      baseos\nObsoleting Packages\n"));

    [Fact]
    public void ReadChanges_OfComm_TellsUpgradedNewAndRemoved() =>
        Assert.Equal(
            ["bash 5.1 → 5.2", "gone 1.0 → (removed)", "new (new) → 2.0"],
            GuestScripts.ReadChanges(["bash 5.1", "\tbash 5.2", "gone 1.0", "\tnew 2.0", ""]).Select(change => change.ToString()));
}
