using System.Collections.Immutable;
using Runbooks.Activities.Fleet;
using Runbooks.Activities.Platforms;
using Runbooks.Server.Alerts.Targets;

namespace Runbooks.Server.Tests.Alerts.Targets;

public sealed class TargetLabelsTests
{
    private const string Uuid = "0b1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d";

    private static readonly TargetIndex Fleet = new(
        [
            Vm($"libvirt:{Uuid}", "web-01", "10.0.0.11", "fd00::11"),
            Vm("libvirt:vm-2", "web-02", "10.0.0.12", "192.168.122.1"),
            Vm("vsphere:vm-3", "db-01.example.com", "10.0.0.13", "192.168.122.1"),
            Vm("ec2:i-0abc", "twin", "10.0.0.14"),
            Vm("openstack:x", "twin", "10.0.0.15"),
            Vm("libvirt:vm-6", "hv-2", "10.0.0.16"),
        ],
        [Host("libvirt:h1", "hv-1.example.com"), Host("libvirt:h2", "hv-2"), Host("libvirt:h3", "10.1.2.3")]);

    [Theory]
    [InlineData("instance=10.0.0.11:9100", "web-01")]
    [InlineData("instance=10.1.2.3:9100", "10.1.2.3")]
    [InlineData("instance=[fd00::11]:9100", "web-01")]
    [InlineData("instance=fd00:0:0::11", "web-01")]
    [InlineData("instance=http://web-02:8080/metrics", "web-02")]
    [InlineData("instance=WEB-01:9100", "web-01")]
    [InlineData("instance=hv-1:9100", "hv-1.example.com")]
    [InlineData("host=db-01", "db-01.example.com")]
    [InlineData("host=web-01.example.com", "web-01")]
    [InlineData("vm=web-02", "web-02")]
    [InlineData("name=web-02", "web-02")]
    [InlineData("uuid=0B1B2C3D-4E5F-4A6B-8C7D-9E0F1A2B3C4D", "web-01")]
    [InlineData("uuid=0b1b2c3d4e5f4a6b8c7d9e0f1a2b3c4d", "web-01")]
    [InlineData("target_id=vsphere:vm-3", "db-01.example.com")]
    [InlineData("InstanceId=native-ec2:i-0abc", "twin")]
    [InlineData("host_ip=10.0.0.13", "db-01.example.com")]
    [InlineData("vm=web-01,instance=hv-2:9100", "web-01")] // the machine that the alert names, not the one that reported it
    [InlineData("name=node_exporter.service,instance=web-02:9100", "web-02")] // a name of something else
    [InlineData("vm=hv-2", "hv-2")] // a VM is meant
    public void Resolve_ALabelThatNamesOne_GivesIt(string labels, string name) => Assert.Equal(name, Resolve(labels).Target?.Name);

    [Theory]
    [InlineData("", "None of its labels")]
    [InlineData("severity=critical", "None of its labels")]
    [InlineData("instance=10.9.9.9:9100", "Nothing in the fleet")]
    [InlineData("instance=localhost:9100", "Nothing in the fleet")]
    [InlineData("instance=127.0.0.1:9100", "Nothing in the fleet")]
    [InlineData("vm=gone,instance=web-01:9100", "Nothing in the fleet")] // it is about a VM that is not there, and not about who reported it
    [InlineData("vm=hv-1", "Nothing in the fleet")] // a host is no VM
    [InlineData("vm=twin", "2 machines: twin")]
    [InlineData("host=hv-2", "2 machines")]
    [InlineData("instance=192.168.122.1:22", "2 machines")]
    [InlineData("vm=web-01,vm_name=web-02", "2 machines")]
    public void Resolve_NoneOrSeveral_GivesNoneAndSaysWhy(string labels, string note)
    {
        var finding = Resolve(labels);

        Assert.Null(finding.Target);
        Assert.Contains(note, finding.TargetNote, StringComparison.Ordinal);
    }

    private static Finding Resolve(string labels) => TargetLabels.Resolve(
        labels.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(label => label.Split('=', 2)).ToDictionary(label => label[0], label => label[1]), Fleet);

    internal static FleetVm Vm(string id, string name, params string[] addresses) => new(
        new VirtualMachine(id, "native-" + id, name, PowerState.On, "hv-1.example.com", "cluster", 1, 1, ImmutableSortedDictionary<string, string>.Empty, [.. addresses]),
        "connection", "libvirt", default, false, null);

    internal static FleetHost Host(string id, string name) =>
        new(new Host(id, "native-" + id, name, "cluster", HostState.Up, 1, 1), 0, "connection", "libvirt", default, false, null);
}
