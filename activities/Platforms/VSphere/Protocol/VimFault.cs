using System.Xml.Linq;

namespace Runbooks.Activities.Platforms.VSphere.Protocol;

/// <summary>Why vCenter refused a call, or why a task failed.</summary>
/// <param name="Type">The fault's type in the vSphere API: <c>InvalidPowerState</c>.</param>
/// <param name="Said">vCenter's own text.</param>
internal sealed record VimFault(string Type, string Said)
{
    public static VimFault OfSoap(XElement fault)
    {
        var detail = fault.Child("detail")?.Elements().FirstOrDefault();
        var type = detail?.TypeOf() ?? Stem(detail?.Name.LocalName) ?? "RuntimeFault";
        return new VimFault(type, Say(fault.Text("faultstring"), detail, type));
    }

    /// <param name="error">A <c>LocalizedMethodFault</c>.</param>
    public static VimFault OfTask(XElement error)
    {
        var fault = error.Child("fault");
        var type = fault?.TypeOf() ?? "RuntimeFault";
        return new VimFault(type, Say(error.Text("localizedMessage"), fault, type));
    }

    public PlatformException ToException(Exception? inner = null) => new(FaultMap.Classify(Type), Said, inner: inner);

    /// <summary>The reasons behind a fault ("The virtual disk is locked") are messages of their own.</summary>
    private static string Say(string? text, XElement? fault, string type)
    {
        var reasons = fault?.Children("faultMessage").Select(message => message.Text("message")) ?? [];
        string?[] parts = [text, .. reasons, fault?.Text("reason")];
        var said = string.Join(" ", parts.Where(part => !string.IsNullOrWhiteSpace(part)).Select(part => part!.Trim()).Distinct());
        return said.Length == 0 ? $"vCenter answered {type}" : said.Contains(type, StringComparison.Ordinal) ? said : $"{said} ({type})";
    }

    private static string? Stem(string? element) =>
        element?.EndsWith("Fault", StringComparison.Ordinal) == true ? element[..^"Fault".Length] : element;
}

/// <summary>Stays within the adapter, which turns it into a <see cref="PlatformException"/>.</summary>
internal sealed class VimFaultException(VimFault fault) : Exception(fault.Said)
{
    public VimFault Fault { get; } = fault;
}
