using System.Globalization;
using System.Xml.Linq;
using Runbooks.Activities.Operations;
using Runbooks.Activities.Platforms.Libvirt.Native;
using Runbooks.Activities.Platforms.Libvirt.Reading;

namespace Runbooks.Activities.Platforms.Libvirt.Operations;

/// <summary>Another size is written into the definition, both numbers at once, and only while the VM is off: QEMU adds little to a VM
/// that is on, and guests give nothing back.</summary>
internal sealed class Resizing(LibvirtConnection changes) : IOperations
{
    public OperationKind? KindOf(PlatformOperation operation) => operation is PlatformOperation.Resize ? OperationKind.Convergent : null;

    public async Task<string> StartAsync(PlatformOperation operation, string key, CancellationToken cancellation)
    {
        var resize = (PlatformOperation.Resize)operation;
        await changes.CallAsync(open => Resize(open, resize), Limits.Call, cancellation);
        return TaskHandle.Of(operation);
    }

    public async Task<Sighting> FindAsync(PlatformOperation operation, string key, CancellationToken cancellation) =>
        await changes.CallAsync(open => IsDone(open, (PlatformOperation.Resize)operation), Limits.Call, cancellation)
            ? new Sighting.Found(TaskHandle.Of(operation))
            : new Sighting.NotStarted();

    /// <summary>With the handle it was done.</summary>
    public Task AwaitAsync(PlatformOperation operation, TaskHandle handle, IProgress<double>? progress, CancellationToken cancellation) =>
        Task.CompletedTask;

    /// <summary>Writes the size into a definition. What is null stays.</summary>
    /// <exception cref="PlatformException">It is none, or the domain divides its memory into cells.</exception>
    public static void Write(XElement definition, int? cpus, long? memoryBytes)
    {
        if (cpus < 1 || memoryBytes < 1 << 20)
            throw new PlatformException(PlatformError.Invalid, $"{cpus} CPUs with {memoryBytes} bytes of memory is no size of a VM");
        if (memoryBytes is { } memory)
        {
            if (definition.Element("cpu")?.Element("numa") is not null)
                throw new PlatformException(PlatformError.Unsupported, "the domain's memory is divided into NUMA cells; change it with virsh edit");
            var kib = (memory / 1024).ToString(CultureInfo.InvariantCulture);
            definition.Element("memory")!.ReplaceWith(new XElement("memory", new XAttribute("unit", "KiB"), kib));
            definition.Elements("currentMemory").Remove();
        }

        if (cpus is not { } count) return;
        definition.Elements("vcpus").Remove();
        definition.Element("cpu")?.Elements("topology").Remove();
        if (definition.Element("vcpu") is not { } vcpu) definition.Add(vcpu = new XElement("vcpu"));
        vcpu.Attribute("current")?.Remove();
        vcpu.Value = count.ToString(CultureInfo.InvariantCulture);
    }

    private static bool IsDone(ConnectHandle open, PlatformOperation.Resize resize)
    {
        using var domain = open.Lookup(resize.NativeId);
        return IsDone(domain, resize);
    }

    private static bool IsDone(DomainHandle domain, PlatformOperation.Resize resize)
    {
        var now = DomainXml.Parse(domain.GetXml());
        return (now.Cpus, now.MemoryBytes) == (resize.Cpus, resize.MemoryBytes / 1024 * 1024);
    }

    private static bool Resize(ConnectHandle open, PlatformOperation.Resize resize)
    {
        using var domain = open.Lookup(resize.NativeId);
        if (IsDone(domain, resize)) return true;
        if (Power.Of(domain.GetState(), domain.RuntimeId is not null).State != PowerState.Off)
            throw new PlatformException(PlatformError.Conflict, "only a VM that is off is given another size; power it off first");
        if (resize.MemoryBytes > (long)open.GetNodeInfo().MemoryKib * 1024)
            throw new PlatformException(PlatformError.Capacity, $"{resize.MemoryBytes} bytes of memory are more than the host has");
        var definition = XDocument.Parse(domain.GetDefinition()).Root!;
        Write(definition, resize.Cpus, resize.MemoryBytes);
        open.Define(definition.ToString(SaveOptions.DisableFormatting)).Dispose();
        return true;
    }
}
