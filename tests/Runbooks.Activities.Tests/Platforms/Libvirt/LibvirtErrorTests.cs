using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Libvirt;

namespace Runbooks.Activities.Tests.Platforms.Libvirt;

/// <summary>Codes, domains and texts as libvirt 9.0 gave them.</summary>
public sealed class LibvirtErrorTests
{
    [Theory]
    [InlineData(42, 10, "Domain not found: no domain with matching uuid", PlatformError.NotFound)]
    [InlineData(72, 10, "Domain snapshot not found: no domain snapshot with matching name 'zz'", PlatformError.NotFound)]
    [InlineData(55, 10, "Requested operation is not valid: domain is already running", PlatformError.Conflict)]
    [InlineData(9, 20, "operation failed: domain moment s1 already exists", PlatformError.Conflict)]
    [InlineData(1, 12, "internal error: domain 'test' not running", PlatformError.Conflict)]
    [InlineData(68, 0, "Timed out during operation: cannot acquire state change lock", PlatformError.Busy)]
    [InlineData(84, 10, "Operation not supported: internal snapshot of a running VM must include the memory state", PlatformError.Unsupported)]
    [InlineData(67, 10, "unsupported configuration: internal snapshot for disk vda unsupported for storage type raw", PlatformError.Unsupported)]
    [InlineData(3, 20, "this function is not supported by the connection driver: virNodeGetMemoryStats", PlatformError.Unsupported)]
    [InlineData(35, 10, "invalid snapshot name 'a/b': name can't contain '/'", PlatformError.Invalid)]
    [InlineData(5, 0, "no connection driver available for URI 'garbage'", PlatformError.Invalid)]
    [InlineData(38, 7, "Failed to connect socket to '/var/run/libvirt/libvirt-sock': No such file or directory", PlatformError.Unreachable)]
    [InlineData(38, 7, "Failed to connect socket to '/var/run/libvirt/libvirt-sock': Permission denied", PlatformError.Forbidden)]
    [InlineData(38, 7, "Cannot recv data: Permission denied (publickey).: Connection reset by peer", PlatformError.Unauthorised)]
    [InlineData(38, 7, "unable to connect to server at '127.0.0.1:1': Connection refused", PlatformError.Unreachable)]
    [InlineData(1, 7, "internal error: client socket is closed", PlatformError.Unreachable)]
    [InlineData(9, 10, "operation failed: Failed to connect to remote libvirt URI qemu+tls://b/system: unable to connect to server at 'b:16514'", PlatformError.Unreachable)]
    [InlineData(81, 10, "Unsafe migration: Migration without shared storage is unsafe", PlatformError.Forbidden)]
    [InlineData(45, 7, "authentication failed: Failed to start SASL negotiation", PlatformError.Unauthorised)]
    [InlineData(88, 10, "access denied", PlatformError.Forbidden)]
    [InlineData(1, 10, "internal error: process exited while connecting to monitor: cannot set up guest memory 'pc.ram': Cannot allocate memory", PlatformError.Capacity)]
    [InlineData(38, 18, "cannot write data to file '/x': No space left on device", PlatformError.Capacity)]
    [InlineData(78, 10, "operation aborted: snapshot job: canceled by client", PlatformError.Interrupted)]
    [InlineData(1, 10, "internal error: something else", PlatformError.Invalid)]
    public void Classify_AsMeasured_IsWhatCallersCanActOn(int code, int domain, string said, PlatformError expected) =>
        Assert.Equal(expected, LibvirtError.Classify(code, domain, said));

    [Fact]
    public void NotInstalled_Always_SaysWhatToInstall()
    {
        var error = LibvirtConnection.NotInstalled(new DllNotFoundException());
        Assert.Equal(PlatformError.Unreachable, error.Error);
        Assert.Contains("libvirt0", error.Message, StringComparison.Ordinal);
    }
}
