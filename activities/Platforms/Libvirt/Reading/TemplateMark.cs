using System.Xml.Linq;

namespace Runbooks.Activities.Platforms.Libvirt.Reading;

/// <summary>libvirt knows no templates. One is a domain whose metadata say so,
/// <c>&lt;template xmlns="https://runbooks.dev/libvirt/template/1.0"/&gt;</c>, which
/// <c>virsh metadata NAME https://runbooks.dev/libvirt/template/1.0 --key template --set '&lt;template/&gt;' --config</c> writes.
/// VMs get its hardware, and disks that stand on its.</summary>
internal static class TemplateMark
{
    private static readonly XName Mark = XName.Get("template", "https://runbooks.dev/libvirt/template/1.0");

    public static bool IsOn(XElement domain) => domain.Element("metadata")?.Element(Mark) is not null;

    public static void Remove(XElement domain) => domain.Element("metadata")?.Elements(Mark).Remove();
}
