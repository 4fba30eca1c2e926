using CsCheck;
using Runbooks.Activities.Compute.Balancing;
using Runbooks.Activities.Compute.Provisioning;
using Runbooks.Activities.Tests.Compute.Balancing;

namespace Runbooks.Activities.Tests.Compute.Provisioning;

public sealed class HostChoiceTests
{
    private const long GiB = 1L << 30;

    [Fact]
    public void Choose_Spread_FillsHostsEvenly() => Assert.Equal(
        ["a", "b", "a", "b"], new HostChoice(Placement.Spread, 0.9, Apart: false).Choose([Clusters.Host("a"), Clusters.Host("b")], 4, 8 * GiB));

    [Fact]
    public void Choose_Pack_FillsOneAfterAnother() => Assert.Equal(
        ["a", "a", "b"], new HostChoice(Placement.Pack, 0.5, Apart: false).Choose([Clusters.Host("a"), Clusters.Host("b")], 3, 32 * GiB));

    [Fact]
    public void Choose_Apart_TakesAHostOnce()
    {
        var choice = new HostChoice(Placement.Pack, 0.9, Apart: true);
        HostLoad[] hosts = [Clusters.Host("a"), Clusters.Host("b")];

        Assert.Equal(["a", "b"], choice.Choose(hosts, 2, GiB));
        Assert.Null(choice.Choose(hosts, 3, GiB));
        Assert.Equal(2, choice.Fit(hosts, 3, GiB));
    }

    [Fact]
    public void Choose_AnyHosts_OverfillsNoneAndUsesNoneThatTakesNoVms() =>
        Gen.Select(Clusters.Any, Gen.Int[1, 30], Gen.Int[1, 64], Gen.Bool, Gen.Bool).Sample((cluster, count, memory, pack, apart) =>
        {
            var chosen = new HostChoice(pack ? Placement.Pack : Placement.Spread, 0.9, apart).Choose(cluster.Hosts, count, memory * GiB);
            if (chosen is null) return;
            Assert.Equal(count, chosen.Count);
            if (apart) Assert.Equal(count, chosen.Distinct().Count());
            foreach (var (name, times) in chosen.CountBy(name => name))
            {
                var host = cluster.Hosts.First(h => h.Name == name);
                Assert.True(host.TakesVms && host.MemoryUsed + (times * memory * GiB) <= host.MemoryBytes * 0.9);
            }
        });
}
