using System.Text;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.VSphere.Properties;
using Runbooks.Activities.Platforms.VSphere.Protocol;
using Runbooks.Activities.Platforms.VSphere.Tasks;

namespace Runbooks.Activities.Tests.Platforms.VSphere;

public sealed class VimFaultTests
{
    [Theory]
    [InlineData("InvalidLogin", PlatformError.Unauthorised)]
    [InlineData("NoPermission", PlatformError.Forbidden)]
    [InlineData("ManagedObjectNotFound", PlatformError.NotFound)]
    [InlineData("InvalidPowerState", PlatformError.Conflict)]
    [InlineData("TaskInProgress", PlatformError.Busy)]
    [InlineData("HostNotConnected", PlatformError.Unreachable)]
    [InlineData("InsufficientFailoverResourcesFault", PlatformError.Capacity)]
    [InlineData("NoDiskSpace", PlatformError.Capacity)]
    [InlineData("NotSupported", PlatformError.Unsupported)]
    [InlineData("RequestCanceled", PlatformError.Interrupted)]
    [InlineData("SomethingNew", PlatformError.Invalid)]
    public void Classify_Fault_IsThePlatformError(string fault, PlatformError error) => Assert.Equal(error, FaultMap.Classify(fault));

    [Fact]
    public async Task Read_SoapFault_CarriesVCentersTextAndReasons()
    {
        const string Answer = """
            <soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
            <soapenv:Body><soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>Unable to access the file.</faultstring><detail>
            <FileLockedFault xmlns="urn:vim25" xsi:type="FileLocked"><faultMessage><key>k</key><message>Failed to lock web-1.vmdk.</message></faultMessage></FileLockedFault>
            </detail></soapenv:Fault></soapenv:Body></soapenv:Envelope>
            """;
        var thrown = await Assert.ThrowsAsync<VimFaultException>(() => ReadAsync(Answer));
        var error = thrown.Fault.ToException();
        Assert.Equal(PlatformError.Busy, error.Error);
        Assert.Equal("Unable to access the file. Failed to lock web-1.vmdk. (FileLocked)", error.Message);
    }

    [Theory]
    [InlineData("<html><body>503</body></html>")]
    [InlineData("no XML at all")]
    [InlineData("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>")]
    public async Task Read_NoSoap_IsInvalid(string answer)
    {
        var error = await Assert.ThrowsAsync<PlatformException>(() => ReadAsync(answer));
        Assert.Equal(PlatformError.Invalid, error.Error);
    }

    [Fact]
    public void Write_TextThatXmlCannotCarry_IsInvalid()
    {
        var error = Assert.Throws<PlatformException>(
            () => Envelope.Write("CreateSnapshot_Task", ManagedObject.Vm("vm-1"), [Vim.Element("name", "bell\u0007")]));
        Assert.Equal(PlatformError.Invalid, error.Error);
    }

    [Fact]
    public void Write_Call_HasItsTargetFirstAndNoMark()
    {
        var written = Encoding.UTF8.GetString(Envelope.Write("PowerOnVM_Task", ManagedObject.Vm("vm-1"), []));
        Assert.StartsWith("<?xml", written, StringComparison.Ordinal);
        Assert.Contains("""<PowerOnVM_Task xmlns="urn:vim25"><_this type="VirtualMachine">vm-1</_this></PowerOnVM_Task>""", written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a/b", "a%2fb")]
    [InlineData("50%", "50%25")]
    [InlineData("%2f", "%252f")]
    [InlineData("back\\slash", "back%5cslash")]
    public void Escape_Name_IsReadBack(string name, string escaped)
    {
        Assert.Equal(escaped, ObjectProperties.Escape(name));
        Assert.Equal(name, ObjectProperties.Unescape(escaped));
    }

    [Fact]
    public void TaskHandle_OfATask_NamesIt()
    {
        var operation = new PlatformOperation.Provision(new VmOrder(
            "a:b", "vm-1", null, null, null, null, null, null, System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty, null, false));
        var handle = TaskHandle.Of(operation, ManagedObject.Task("task-7"));
        Assert.Equal("provision:a%3Ab:task-7", handle);
        Assert.Equal(new TaskHandle("provision", "a:b", "task-7"), TaskHandle.Parse(operation, handle));
    }

    [Theory]
    [InlineData("power-on")]
    [InlineData("power-off:vm-1:task-2")]
    [InlineData("power-on:vm-2:task-2")]
    public void TaskHandle_OfSomethingElse_IsInvalid(string handle)
    {
        var error = Assert.Throws<PlatformException>(() => TaskHandle.Parse(new PlatformOperation.PowerOn("vm-1"), handle));
        Assert.Equal(PlatformError.Invalid, error.Error);
    }

    private static async Task ReadAsync(string answer)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(answer));
        await Envelope.ReadAsync(stream, TestContext.Current.CancellationToken);
    }
}
